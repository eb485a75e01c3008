import { describe, expect, it } from 'vitest';

import type { Warning } from '../../api/moneyTypes';
import { counts, fitting, readFilter, request } from './filter';

const warning = (part: Partial<Warning>): Warning => ({
  warning_id: 'w', project_id: 'p', project_name: '示例', jurisdiction: 'shaoxing', kind: 'W3', subject: '2026-11', title: '', title_en: '', clauses: [], colour: 'yellow',
  department: 'hr_bureau', raised_on: '2026-11-24', handle_by: '2026-12-01', handled_at: null, measure_taken: '', told_up: false, cleared_on: null, facts: {}, ...part,
});
const of = (address: string) => readFilter(new URLSearchParams(address));

describe('the warnings page', () => {
  it('reads its filter from the address and drops what does not exist', () => {
    expect(of('colour=red&kind=W10&department=hr_bureau&cleared=1')).toEqual({ colour: 'red', kind: 'W10', department: 'hr_bureau', cleared: true });
    expect(of('colour=blue&kind=W11')).toEqual({ colour: '', kind: '', department: '', cleared: false });
  });

  it('asks the server for the kind and for cleared ones', () => {
    expect(request(of('kind=W3'))).toMatchObject({ kind: 'W3', state: 'open' });
    expect(request(of('cleared=1'), 'next')).toMatchObject({ state: 'all', cursor: 'next' });
  });

  it('puts open ones first, red before yellow, and then what is due first', () => {
    const list = [
      warning({ warning_id: 'cleared', colour: 'red', cleared_on: '2026-11-25' }),
      warning({ warning_id: 'later', handle_by: '2026-12-05' }),
      warning({ warning_id: 'sooner' }),
      warning({ warning_id: 'red', colour: 'red', handle_by: '2026-12-09' }),
    ];
    expect(fitting(list, of('')).map(({ warning_id }) => warning_id)).toEqual(['red', 'sooner', 'later', 'cleared']);
    expect(counts(list)).toEqual({ red: 1, yellow: 2 });
  });

  it('keeps to the chosen department', () => {
    const list = [warning({ department: 'hr_bureau' }), warning({ department: 'housing_bureau' })];
    expect(fitting(list, of('department=housing_bureau'))).toHaveLength(1);
  });
});
