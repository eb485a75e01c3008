import { describe, expect, it } from 'vitest';

import { asked, factsOf } from './sections';

const names = (answers: Record<string, unknown>): string[] => asked(answers).map(({ name }) => name);

describe('the application form', () => {
  it('asks about a guarantee only when there is one', () => {
    expect(names({})).not.toContain('payment_guarantee_valid_until');
    expect(names({ payment_guarantee_present: true })).toContain('payment_guarantee_valid_until');
  });

  it('leaves out what was not answered: unknown is not the same as none', () => {
    const facts = factsOf({ payment_guarantee_present: true, payment_guarantee_valid_until: null, government_project: undefined });
    expect(facts).toEqual({ payment_guarantee_present: true, payment_guarantee_valid_until: null });
  });

  it('does not send an answer to a question that is no longer asked', () => {
    expect(factsOf({ funding_proof_kind: 'none', funding_proof_for_this_project: true })).toEqual({ funding_proof_kind: 'none' });
  });

  it('never speaks for the officials who check', () => {
    expect(names({ payment_guarantee_present: true, funding_proof_kind: 'budget_allocation' })).not.toContain('funds_confirmed_by_person');
  });
});
