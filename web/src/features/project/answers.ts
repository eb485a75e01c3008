/** What the answer to a line of a payroll sheet means, in the reader's language and with amounts in yuan. */
import type { TFunction } from 'i18next';

import type { SheetAnswer } from '../../api/moneyTypes';
import { i18next, textOr } from '../../i18n';
import { yuan } from '../../ui/format';

const DAYS_FIRST = ['differs_from_roster'];

/** The numbers that a detail names, in its order; amounts are fen. */
function numbers(detail: string): number[] {
  return (detail.match(/-?\d+/g) ?? []).map(Number);
}

/** A sentence about one answer; without the numbers where the detail names none. */
export function answerWords({ answer, detail }: Pick<SheetAnswer, 'answer' | 'detail'>, t: TFunction): string {
  const [a, b, c] = numbers(detail);
  const full = `wages.answers.${answer}_full`;
  if (a !== undefined && b !== undefined && i18next.exists(full)) {
    return t(full as never, { a: DAYS_FIRST.includes(answer) ? a : yuan(a), b: yuan(b), c: c === undefined ? '' : yuan(c) });
  }
  return textOr(`wages.answers.${answer}`, detail || answer);
}

/** One language of a reason that an import gives as 中文 (English); the whole of it where it has only one. */
export function reportReason(reason: string, english: boolean): string {
  const match = /^(.*?) \((.*)\)$/s.exec(reason);
  if (!match) return reason;
  const [, chinese = '', other = ''] = match;
  return (english ? other : chinese) || reason;
}
