/** How much of a time limit is left, counted the way the limit itself is counted. */
import type { Due } from '../api/types';
import { day } from './format';

export type Remaining =
  | { kind: 'none' }
  | { kind: 'workingDays' | 'days'; left: number }
  | { kind: 'hours'; hours: number; minutes: number; over: boolean }
  | { kind: 'today' }
  | { kind: 'overdue'; days: number };

const DAY_MS = 86_400_000;

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/**
 * Tell what is left of a limit.
 *
 * A limit in days runs until the end of its last day, so on that day it is "today" and only afterwards overdue.
 * Working days left are the calendar days left without the days that the count skipped.
 */
export function remaining(dueAt: string | null, due: Due | null, now: Date): Remaining {
  if (!dueAt) return { kind: 'none' };
  if (due?.count === 'clock') return hoursLeft(dueAt, now);
  const today = day(now);
  const last = lastDay(dueAt);
  const left = daysBetween(today, last);
  if (left < 0) return { kind: 'overdue', days: -left };
  if (left === 0) return { kind: 'today' };
  if (due?.count !== 'working') return { kind: 'days', left };
  const skipped = (due.skipped ?? []).filter((each) => each.day > today && each.day <= last).length;
  return { kind: 'workingDays', left: left - skipped };
}

/** The last day of a limit; a limit that ends at midnight ended with the day before. */
export function lastDay(dueAt: string): string {
  return day(/^\d{4}-\d{2}-\d{2}$/.test(dueAt) ? dueAt : new Date(new Date(dueAt).getTime() - 1));
}

function hoursLeft(dueAt: string, now: Date): Remaining {
  const left = new Date(dueAt).getTime() - now.getTime();
  const minutes = Math.floor(Math.abs(left) / 60_000);
  if (left < -DAY_MS) return { kind: 'overdue', days: Math.floor(minutes / 1440) };
  return { kind: 'hours', hours: Math.floor(minutes / 60), minutes: minutes % 60, over: left < 0 };
}
