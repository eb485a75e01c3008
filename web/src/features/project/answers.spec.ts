import { describe, expect, it } from 'vitest';

import { i18next } from '../../i18n';
import { answerWords, reportReason } from './answers';

const words = (answer: string, detail = ''): string => answerWords({ answer, detail }, i18next.t);

describe('answers to a payroll sheet', () => {
  it('name days and amounts in yuan', () => {
    expect(words('differs_from_roster', '20 days at 32000 fen are registered')).toBe('出勤或单价与登记不一致：登记为 20 天，单价 320.00 元');
    expect(words('wrong_net', '640000 less 0 fen is not 1')).toBe('应发 6,400.00 元减去扣款 0.00 元，不等于表中的 0.01 元');
  });

  it('are sentences without numbers too', () => expect(words('missing_worker', '示')).toBe('表中漏了一名工人'));

  it('fall back to what the server said', () => expect(words('something_new', 'of its own')).toBe('of its own'));
});

describe('reasons of an import', () => {
  it('are shown in one language', () => {
    const reason = '时间尚未到来 (the moment is still to come)';
    expect(reportReason(reason, false)).toBe('时间尚未到来');
    expect(reportReason(reason, true)).toBe('the moment is still to come');
  });

  it('stay whole where there is only one', () => expect(reportReason('known', false)).toBe('known'));
});
