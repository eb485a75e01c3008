import { describe, expect, it } from 'vitest';

import { remaining } from './remaining';

// 2026-11-23 is a Monday.
const now = new Date('2026-11-23T10:00:00+08:00');
const weekend = [
  { day: '2026-11-28', reason: '星期六' },
  { day: '2026-11-29', reason: '星期六' },
];

describe('what is left of a limit', () => {
  it('leaves out the days that the count skipped', () => {
    const due = { count: 'working' as const, skipped: weekend };
    expect(remaining('2026-12-01T00:00:00+08:00', due, now)).toEqual({ kind: 'workingDays', left: 5 });
  });

  it('is today until the last day is over', () => {
    expect(remaining('2026-11-24T00:00:00+08:00', { count: 'working' }, now)).toEqual({ kind: 'today' });
    expect(remaining('2026-11-23T23:59:59+08:00', { count: 'calendar' }, now)).toEqual({ kind: 'today' });
  });

  it('counts the days since a missed limit', () => {
    expect(remaining('2026-11-22T00:00:00+08:00', { count: 'working' }, now)).toEqual({ kind: 'overdue', days: 2 });
  });

  it('counts hours for a limit by the clock', () => {
    expect(remaining('2026-11-23T15:12:00+08:00', { count: 'clock' }, now)).toEqual({ kind: 'hours', hours: 5, minutes: 12, over: false });
    expect(remaining('2026-11-23T09:30:00+08:00', { count: 'clock' }, now)).toEqual({ kind: 'hours', hours: 0, minutes: 30, over: true });
  });

  it('is nothing without a limit', () => expect(remaining(null, null, now)).toEqual({ kind: 'none' }));
});
