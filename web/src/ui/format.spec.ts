import { describe, expect, it } from 'vitest';

import { i18next } from '../i18n';
import { day, durationWords, fenOf, moment, typedYuan, yuan } from './format';

describe('money', () => {
  it.each([
    ['2000000', 200_000_000],
    ['0.07', 7],
    ['1,234.5', 123_450],
    ['19.99', 1999],
    ['9007199254.74', 900_719_925_474],
  ])('reads %s yuan as exact fen', (typed, fen) => expect(fenOf(typed)).toBe(fen));

  it.each(['', 'abc', '1.234', '-5', '1e6', '99999999999999'])('refuses %j', (typed) => expect(fenOf(typed)).toBeNull());

  it('shows two decimals and separators', () => expect(yuan(123_456_789)).toBe('1,234,567.89'));

  it('gives back what was typed', () => expect(['1234.50', '12', '0.07'].map((text) => typedYuan(fenOf(text) ?? -1))).toEqual(['1234.50', '12', '0.07']));
});

describe('dates', () => {
  it('are days of Shanghai, not of the machine', () => expect(day('2026-11-22T16:30:00+00:00')).toBe('2026-11-23'));
  it('show the time of Shanghai', () => expect(moment('2026-11-23T01:05:00+00:00')).toBe('2026-11-23 09:05'));
  it('leave a bare day alone', () => expect(day('2026-11-23')).toBe('2026-11-23'));
});

describe('durations', () => {
  it('name working days as such', () => expect(durationWords('P5D', 'working', i18next.t)).toBe('5 个工作日'));
  it('join several units', () => expect(durationWords('P1MT2H', 'clock', i18next.t)).toBe('1 个月 2 小时'));
});
