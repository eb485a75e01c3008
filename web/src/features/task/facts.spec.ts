import { describe, expect, it } from 'vitest';

import { decisionsIn, factText, shownFacts } from './facts';

const data = {
  application_id: '0190',
  project_name: '示例工程',
  investment_fen: 200_000_000,
  payment_guarantee_valid_until: null,
  scope: { outcome: 'in_scope', reasons: [], missing: [], decision: 'in_scope' },
  construction_unit_code: '91000000EXAMPLE0A1',
  registration: { project_id: '0191', construction_unit: '示例甲公司' },
};

describe('the data of a case', () => {
  it('show facts without ids and without records of the machine', () => {
    expect(Object.keys(shownFacts(data))).toEqual(['project_name', 'investment_fen', 'payment_guarantee_valid_until', 'construction_unit']);
  });

  it('give decisions to their own cards', () => expect(decisionsIn(data).map(({ outcome }) => outcome)).toEqual(['in_scope']));

  it.each([
    ['investment_fen', 200_000_000, '¥2,000,000.00'],
    ['payment_guarantee_valid_until', null, '无'],
    ['government_project', false, '否'],
    ['project_sector', 'building', '房屋建筑'],
    ['planned_headcount', 3, '3'],
  ])('show %s in words', (name, value, text) => expect(factText(name, value)).toBe(text));
});
