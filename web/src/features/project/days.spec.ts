import { describe, expect, it } from 'vitest';

import { daysLate, monthBefore, spanOf } from './days';

describe('days', () => {
  it('are late from the day after the last one', () => {
    expect(daysLate('2026-10-15', '2026-10-15')).toBe(0);
    expect(daysLate('2026-10-15', '2026-10-16')).toBe(1);
    expect(daysLate(null, '2026-10-16')).toBe(0);
  });

  it('of a month end with its last', () => {
    expect(spanOf('2028-02')).toEqual({ since: '2028-02-01', until: '2028-02-29' });
    expect(spanOf('2026-12').until).toBe('2026-12-31');
  });

  it('before January is December', () => expect(monthBefore('2026-01')).toBe('2025-12'));
});
