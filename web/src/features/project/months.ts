/** What a project's months and accounts say: how far the thirty per cent are reached, and what is late now. */
import type { Deposit, FundingMonth, Payment, Payroll, PaymentDetail } from '../../api/moneyTypes';

const BASIS_POINTS = 10_000;
/** The share that the rule asks for where the decision names none. */
export const RULE_BP = 3000;

export interface Share {
  base: number | null;
  /** Basis points of the base that have arrived; null without a base. */
  reached: number | null;
  missing: number;
}

/** How much of a base has been transferred, and what is missing to a share of it; rounded up to the fen, in the workers' favour. */
export function shareOf(base: number | null, paid: number, wanted: number = RULE_BP): Share {
  if (!base) return { base: null, reached: null, missing: 0 };
  return { base, reached: Math.floor((paid * BASIS_POINTS) / base), missing: Math.max(0, Math.ceil((base * wanted) / BASIS_POINTS) - paid) };
}

/** Both readings of the rule for a month: of the certified progress, and of what was paid for the works. */
export function bothReadings(month: FundingMonth, wanted: number = RULE_BP): { progress: Share; payments: Share } {
  const payments = (month.certified.payments_fen ?? []).reduce((sum, fen) => sum + fen, 0);
  return { progress: shareOf(month.certified.certified_progress_fen ?? null, month.paid_fen, wanted), payments: shareOf(payments || null, month.paid_fen, wanted) };
}

/** The share that the month's decision was made with, in basis points. */
export function wantedShare({ labour_cost }: FundingMonth): number {
  const parameters = labour_cost?.parameters;
  const list = Array.isArray(parameters) ? parameters : Object.entries(parameters ?? {}).map(([name, each]) => ({ ...each, name }));
  const found = list.find(({ name, unit }) => name?.includes('share') && unit === 'basis_points');
  return typeof found?.value === 'number' ? found.value : RULE_BP;
}

/** What the owner has not put in of a month. */
export function gapOf({ required_fen, paid_fen }: FundingMonth): number {
  return Math.max(0, (required_fen ?? 0) - paid_fen);
}

/** What the account will lack on a month's payday, by its last decision. */
export function shortfallOf({ balance }: FundingMonth): number {
  return Number(balance?.also['shortfall_fen'] ?? 0);
}

export type Late =
  | { what: 'owedFunding' | 'shortBalance'; month: string; fen: number; day: string }
  | { what: 'lateForm' | 'latePay'; month: string }
  | { what: 'owedDeposit'; fen: number }
  | { what: 'owedPayment'; fen: number; day: string }
  | { what: 'stopped'; day: string };

interface Money {
  months: FundingMonth[];
  payrolls: Payroll[];
  deposit: Deposit | null;
  payments: Payment[];
  details: PaymentDetail[];
}

/** Everything that is late or short at present, money for wages first. */
export function lateNow({ months, payrolls, deposit, payments, details }: Money): Late[] {
  const found: Late[] = [];
  for (const month of months) {
    if (month.state === 'late') found.push({ what: 'owedFunding', month: month.month, fen: gapOf(month), day: month.due_on });
    if (shortfallOf(month) > 0) found.push({ what: 'shortBalance', month: month.month, fen: shortfallOf(month), day: month.payday_on });
  }
  for (const { late, month, state } of payrolls) {
    if (late.includes('pay') && !['settled', 'closed'].includes(state)) found.push({ what: 'latePay', month });
    if (late.includes('form') && ['due', 'compiled'].includes(state)) found.push({ what: 'lateForm', month });
  }
  if (deposit?.missing && deposit.shortfall_fen > 0) found.push({ what: 'owedDeposit', fen: deposit.shortfall_fen });
  for (const { overdue, shortfall_fen, due_on, certified_on } of payments) {
    if (overdue && shortfall_fen > 0) found.push({ what: 'owedPayment', fen: shortfall_fen, day: due_on ?? certified_on ?? '' });
  }
  const standing = details.flatMap(({ stops }) => stops).find(({ resumed_on }) => resumed_on === null);
  if (standing) found.push({ what: 'stopped', day: standing.stopped_on });
  return found;
}
