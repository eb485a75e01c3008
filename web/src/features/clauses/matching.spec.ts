import { describe, expect, it } from 'vitest';

import { matching } from './matching';

const clauses = [
  { id: 'SX-8-1', jurisdiction: 'shaoxing', gist_zh: '保证金是发证前提', gist_en: 'The deposit comes before the permit' },
  { id: 'CN724-23', jurisdiction: 'national', gist_zh: '资金须落实', gist_en: 'Funds must be in place' },
];
const ids = (typed: string, place = ''): string[] => matching(clauses, typed, place).map(({ id }) => id);

describe('searching clauses', () => {
  it('finds a number in any case', () => expect(ids('sx-8')).toEqual(['SX-8-1']));
  it('finds words of both languages, all of them', () => expect([ids('保证金'), ids('funds place'), ids('funds deposit')]).toEqual([['SX-8-1'], ['CN724-23'], []]));
  it('keeps to a place', () => expect(ids('', 'national')).toEqual(['CN724-23']));
});
