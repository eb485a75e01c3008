/** Dates, money and durations as people in China read them; everything in Asia/Shanghai. */
import type { TFunction } from 'i18next';

const ZONE = 'Asia/Shanghai';

function parts(moment: string | Date): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
}

/** The day of a moment in Shanghai as 2026-11-23; a bare day stays as it is. */
export function day(moment: string | Date): string {
  if (typeof moment === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(moment)) return moment;
  const { year, month, day: number } = parts(moment);
  return `${year}-${month}-${number}`;
}

/** A moment as 2026-11-23 09:30; a bare day stays a day. */
export function moment(at: string | Date): string {
  if (typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at)) return at;
  const { hour, minute } = parts(at);
  return `${day(at)} ${hour}:${minute}`;
}

/** A time of day as 09:30. */
export function clockTime(at: Date): string {
  const { hour, minute } = parts(at);
  return `${hour}:${minute}`;
}

/** Fen as yuan with two decimals and thousands separators: 123456 → 1,234.56. */
export function yuan(fen: number): string {
  return new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / 100);
}

const MAX_YUAN_DIGITS = 13;

/**
 * Yuan as typed to integer fen, without going through a float; null when it is not an amount
 * (more than two decimals, letters, or larger than JavaScript counts exactly).
 */
export function fenOf(typed: string): number | null {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(typed.replace(/[,，\s]/g, ''));
  if (!match) return null;
  const [, whole = '', decimals = ''] = match;
  if (whole.length > MAX_YUAN_DIGITS) return null;
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

/** Fen as the person would have typed them: 123450 → 1234.5. */
export function typedYuan(fen: number): string {
  const rest = fen % 100;
  const whole = Math.trunc(fen / 100);
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`;
}

/** An ISO 8601 duration in words: P5D with working days → 5 个工作日. */
export function durationWords(duration: string, count: string | undefined, t: TFunction): string {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?/.exec(duration);
  if (!match) return duration;
  const [, years, months, weeks, days, hours, minutes] = match;
  const words = [
    years && t('clock.units.year', { n: years }),
    months && t('clock.units.month', { n: months }),
    weeks && t('clock.units.week', { n: weeks }),
    days && t(count === 'working' ? 'clock.units.workingDay' : 'clock.units.day', { n: days }),
    hours && t('clock.units.hour', { n: hours }),
    minutes && t('clock.units.minute', { n: minutes }),
  ].filter(Boolean);
  return words.length > 0 ? words.join(' ') : duration;
}
