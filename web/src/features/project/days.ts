/** Days and months of the calendar, as texts. */
const DAY_MS = 86_400_000;

/** Whole days since a last day; 0 while it is not over. */
export function daysLate(lastDay: string | null, today: string): number {
  if (!lastDay) return 0;
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(lastDay)) / DAY_MS));
}

/** First and last day of a month given as YYYY-MM. */
export function spanOf(month: string): { since: string; until: string } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { since: `${month}-01`, until: `${month}-${String(last).padStart(2, '0')}` };
}

/** The month before a month. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const before = new Date(Date.UTC(year, number - 2, 1));
  return before.toISOString().slice(0, 7);
}
