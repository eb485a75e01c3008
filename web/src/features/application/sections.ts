/** The application form as data: sections, and the facts that each asks for. Names are those of the decisions. */
import type { Facts } from '../../api/types';

export type Kind = 'money' | 'day' | 'lastDay' | 'yesNo' | 'choice';

export interface Question {
  name: string;
  kind: Kind;
  values?: string[];
  /** Must be answered before the application is lodged; anything else may follow. */
  required?: boolean;
  /** Asked only when this holds of the answers so far. */
  when?: (answers: Facts) => boolean;
}

export interface Section {
  title: 'project' | 'funds' | 'guarantee' | 'wages' | 'deposit';
  questions: Question[];
}

const SECTORS = 'building municipal landscaping water transport agriculture education husbandry natural_resources health telecom railway power'.split(' ');

export const SECTIONS: Section[] = [
  {
    title: 'project',
    questions: [
      { name: 'project_place', kind: 'choice', values: ['shaoxing', 'tuoli', 'elsewhere'], required: true },
      { name: 'toli_opt_in', kind: 'yesNo', when: ({ project_place }) => project_place === 'tuoli' },
      { name: 'project_sector', kind: 'choice', values: SECTORS, required: true },
      { name: 'investment_fen', kind: 'money', required: true },
      { name: 'contract_price_fen', kind: 'money' },
      { name: 'construction_contract_signed_on', kind: 'day', required: true },
    ],
  },
  {
    title: 'funds',
    questions: [
      { name: 'government_project', kind: 'yesNo' },
      { name: 'funding_proof_kind', kind: 'choice', values: ['funding_statement', 'budget_allocation', 'contractor_advance', 'none'] },
      { name: 'funding_proof_for_this_project', kind: 'yesNo', when: hasProof },
      { name: 'funding_proof_valid_until', kind: 'lastDay', when: hasProof },
    ],
  },
  {
    title: 'guarantee',
    questions: [
      { name: 'payment_guarantee_present', kind: 'yesNo' },
      { name: 'payment_guarantee_for_this_project', kind: 'yesNo', when: hasGuarantee },
      { name: 'payment_guarantee_valid_until', kind: 'lastDay', when: hasGuarantee },
      { name: 'guarantee_terms_cover_wage_shortfall', kind: 'yesNo', when: hasGuarantee },
    ],
  },
  {
    title: 'wages',
    questions: [
      { name: 'contract_has_two_line_clause', kind: 'yesNo' },
      { name: 'wage_account_name_given', kind: 'yesNo' },
      { name: 'agency_agreement_present', kind: 'yesNo' },
    ],
  },
  {
    title: 'deposit',
    questions: [
      { name: 'deposit_due_fen', kind: 'money' },
      { name: 'deposit_paid_fen', kind: 'money' },
      { name: 'deposit_guarantee_letter_fen', kind: 'money' },
    ],
  },
];

function hasProof({ funding_proof_kind }: Facts): boolean {
  return funding_proof_kind !== undefined && funding_proof_kind !== 'none';
}

function hasGuarantee({ payment_guarantee_present }: Facts): boolean {
  return payment_guarantee_present === true;
}

/** Questions that are asked, given the answers so far. */
export function asked(answers: Facts): Question[] {
  return SECTIONS.flatMap(({ questions }) => questions).filter(({ when }) => !when || when(answers));
}

/**
 * The facts that are sent: answers to questions that were asked. What was left open is left out (unknown);
 * a last day that was said not to exist is null (known to be none).
 */
export function factsOf(answers: Facts): Facts {
  const facts: Facts = {};
  for (const { name } of asked(answers)) {
    const value = answers[name];
    if (value !== undefined && value !== '') facts[name] = value;
  }
  return facts;
}
