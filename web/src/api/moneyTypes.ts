/** A project's money as the API answers it. Money is integer fen, months are YYYY-MM, days YYYY-MM-DD. */
import type { Decision, Reason } from './lawTypes';

export interface WageAccount {
  state: string;
  late: boolean;
  opening_due_on: string;
  opened_on: string | null;
  closed_on: string | null;
  bank_name: string | null;
  account_name: string | null;
  account_number: string;
  terms: Record<string, number | boolean | string>;
  defects: Reason[];
  balance_fen: number;
  owner_due_fen: number;
}

export interface FundingMonth {
  month: string;
  state: 'opened' | 'due' | 'late' | 'funded';
  due_on: string;
  payday_on: string;
  required_fen: number | null;
  paid_fen: number;
  topped_up_fen: number;
  funded_on: string | null;
  certified: { certified_progress_fen?: number; payments_fen?: number[] };
  plan: { payroll_due_fen?: number };
  labour_cost: Decision | null;
  balance: (Decision & { also: Record<string, number | string | boolean> }) | null;
}

export interface CorrectionOrder {
  order_id: string;
  reason: string;
  month: string;
  required_fen: number;
  due_on: string | null;
  state: string;
  wanted_at: string;
  served_on: string | null;
  correct_by: string | null;
  ended_on: string | null;
}

export interface BankReport {
  report_id: string;
  kind: string;
  amount_fen: number;
  reference: string;
  noticed_at: string;
  finding: string;
}

export interface LedgerEntry {
  id: string;
  what: string;
  month: string;
  booked_on: string;
  memo: string;
  entries: { account: string; debit_fen: number; credit_fen: number }[];
}

export interface Payroll {
  payroll_id: string;
  project_id: string;
  month: string;
  state: string;
  form_due_on: string;
  pay_on: string | null;
  late: string[];
  sealed: boolean;
  order_id: string;
}

export interface PayrollDetail extends Payroll {
  workers: number;
  lines: Record<string, number>;
  due_fen: number;
  paid_fen: number;
  firms: Record<string, { signed: boolean | null; by: string; at: string | null }>;
}

export interface PayrollLine {
  line_no: number;
  worker_id: string;
  name: string;
  employer: string;
  unit: string;
  days: number;
  rate_fen: number;
  quantity_fen: number;
  gross_fen: number;
  deduct_fen: number;
  due_fen: number;
  paid_fen: number;
  account: string;
  state: string;
  objection: string;
  reasons: Reason[];
}

export interface SheetAnswer {
  row: number | null;
  worker_id: string;
  answer: string;
  detail: string;
}

export interface SheetResult {
  accepted: number;
  unchanged: number;
  refused: number;
  booked: boolean;
  answers: SheetAnswer[];
}

export interface BankFile {
  file_id: string;
  direction: 'out' | 'in';
  kind: string;
  name: string;
  lines: number;
  account: string;
  at: string;
}

export interface Mismatch {
  kind: string;
  key: string;
  expected_fen: number;
  found_fen: number;
  text_zh: string;
  text_en: string;
  found_at: string;
}

export interface Deposit {
  holder: string;
  state: string;
  due_on: string;
  rate_bp: number | null;
  due_fen: number;
  held_fen: number;
  shortfall_fen: number;
  form: string;
  letter_valid_until: string | null;
  missing: boolean;
  reasons: Reason[];
  moves: { kind: string; amount_fen: number; receipt: string; booked_on: string }[];
}

export interface Payment {
  payment_id: string;
  kind: string;
  payer: string;
  payee: string;
  instalment_fen: number;
  due_on: string | null;
  certified_on: string | null;
  paid_fen: number;
  shortfall_fen: number;
  overdue: boolean;
}

export interface PaymentDetail extends Payment {
  receipts: { receipt_id: string; amount_fen: number; paid_on: string; wages_fen: number }[];
  orders: { order_id: string; violation?: string; served_on?: string | null; correct_by?: string | null; corrected_on?: string | null }[];
  stops: { stop_id: string; basis: string; stopped_on: string; resumed_on: string | null; loss_fen: number; loss_bearer: string; reasons: Reason[] }[];
  stop_applications: { application_id: string; applicant: string; applied_on: string; state: string; decided_by: string | null }[];
}

export interface Worker {
  worker_id: string;
  worker_name: string;
  id_card_number: string;
  employer: string;
  work_type: string;
  team_name: string;
  first_entry_on: string | null;
  contract: { signed_on: string; unit: string; unit_price_fen: number } | null;
}

export interface Roster {
  site_closed: boolean | null;
  equipment: { attendance_device?: string; fits?: boolean } | null;
  officers: { name: string; since: string }[];
  filing: { due_on: string; overdue: boolean; filed_on: string | null } | null;
  violations: { kind: string; about: string; found_at: string; clauses: string[] }[];
}

export interface Clocking {
  worker_id: string;
  worker_name: string;
  at: string;
  direction: 'in' | 'out';
  attend_type: string;
  counts: boolean;
  reason: string;
}

export interface ImportReport {
  import_id: string;
  accepted: number;
  repeated: number;
  refused: number;
  not_counted: number;
  lines: { line: number; outcome: string; code: string; reason: string }[];
  more_lines: boolean;
}

export interface Subcontract {
  subcontract_id: string;
  corp_code: string;
  corp_name: string;
  state: string;
  reasons: Reason[];
}

export interface Warning {
  warning_id: string;
  project_id: string;
  project_name: string;
  jurisdiction: string;
  kind: string;
  subject: string;
  title: string;
  title_en: string;
  clauses: string[];
  colour: 'yellow' | 'red';
  department: string;
  raised_on: string;
  handle_by: string;
  handled_at: string | null;
  measure_taken: string;
  told_up: boolean;
  cleared_on: string | null;
  facts: Record<string, number | string | boolean>;
}

export interface PostedSheet {
  project_name: string;
  month: string;
  workers: number;
  due_fen: number;
  paid_fen: number;
  pay_on: string | null;
  lines: { line_no: number; name: string; days: number; gross_fen: number; deduct_fen: number; due_fen: number; paid_fen: number; signed: boolean }[];
}
