/** What the money pages read and write; keys begin with `money` so that one note refreshes them. */
import { queryOptions } from '@tanstack/react-query';

import { address, get, post, Problem, type Query } from './http';
import type {
  BankFile,
  BankReport,
  Clocking,
  CorrectionOrder,
  Deposit,
  FundingMonth,
  ImportReport,
  LedgerEntry,
  Mismatch,
  Payment,
  PaymentDetail,
  Payroll,
  PayrollDetail,
  PayrollLine,
  PostedSheet,
  Roster,
  SheetResult,
  Subcontract,
  WageAccount,
  Warning,
  Worker,
} from './moneyTypes';
import type { Page, Project } from './types';

const MOST = 200;

const project = (id: string): string => `/projects/${encodeURIComponent(id)}`;

/** What does not exist yet is nothing to be alarmed about: null instead of an error. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

const part = <T>(id: string, name: string) =>
  queryOptions({ queryKey: ['money', id, name], queryFn: () => orNull(get<T>(`${project(id)}/${name}`)), retry: false });

const page = <T>(id: string, path: string, query: Query = {}) =>
  queryOptions({
    queryKey: ['money', id, path, query],
    queryFn: async () => (await orNull(get<Page<T>>(path, query))) ?? { items: [] as T[], next_cursor: null },
    retry: false,
  });

export const projectQuery = (id: string) => queryOptions({ queryKey: ['projects', id], queryFn: () => get<Project>(project(id)) });

export const accountQuery = (id: string) => part<WageAccount>(id, 'wage-account');
export const fundingQuery = (id: string) => page<FundingMonth>(id, `${project(id)}/funding`);
export const ordersQuery = (id: string) => page<CorrectionOrder>(id, `${project(id)}/correction-orders`);
export const reportsQuery = (id: string) => page<BankReport>(id, `${project(id)}/bank-reports`);
export const ledgerQuery = (id: string) => page<LedgerEntry>(id, `${project(id)}/ledger`);
export const depositQuery = (id: string) => part<Deposit>(id, 'wage-deposit');
export const rosterQuery = (id: string) => part<Roster>(id, 'roster');
export const registerQuery = (id: string, cursor: string) => page<Worker>(id, `${project(id)}/register`, { cursor, limit: 50 });
export const attendanceQuery = (id: string, since: string, until: string, cursor: string) =>
  page<Clocking>(id, `${project(id)}/attendance`, { since, until, cursor, limit: 24 });
export const subcontractsQuery = (id: string) => page<Subcontract>(id, `${project(id)}/subcontracts`);
export const payrollsQuery = (id: string) => page<Payroll>(id, '/payrolls', { project_id: id, limit: MOST });
export const paymentsQuery = (id: string) => page<Payment>(id, '/payments', { project_id: id, limit: 100 });
export const bankFilesQuery = (id: string) => page<BankFile>(id, '/bank/files', { project_id: id, limit: 50 });
export const mismatchesQuery = (id: string) => page<Mismatch>(id, '/bank/mismatches', { project_id: id });

export const payrollQuery = (id: string) =>
  queryOptions({ queryKey: ['money', 'payroll', id], queryFn: () => get<PayrollDetail>(`/payrolls/${encodeURIComponent(id)}`) });

export const linesQuery = (id: string, after: number) =>
  queryOptions({
    queryKey: ['money', 'payroll', id, 'lines', after],
    queryFn: () => get<Page<PayrollLine>>(`/payrolls/${encodeURIComponent(id)}/lines`, { after, limit: 50 }),
  });

export const paymentQuery = (id: string) =>
  queryOptions({ queryKey: ['money', 'payment', id], queryFn: () => get<PaymentDetail>(`/payments/${encodeURIComponent(id)}`) });

export const warningsQuery = (query: Query) =>
  queryOptions({ queryKey: ['money', 'warnings', query], queryFn: () => get<Page<Warning>>('/warnings', query) });

export const postedQuery = (payroll: string, tag: string) =>
  queryOptions({
    queryKey: ['money', 'posted', payroll, tag],
    queryFn: () => get<PostedSheet>(`/posted-sheets/${encodeURIComponent(payroll)}/${encodeURIComponent(tag)}`),
    retry: false,
  });

/** The address of a payroll's file: its form, the sheet for the board, the slips. */
export const payrollFile = (id: string, file: 'sheet.xlsx' | 'posted.pdf' | 'slips.pdf'): string => address(`/payrolls/${encodeURIComponent(id)}/${file}`);

export const bankFileAddress = (id: string): string => address(`/bank/files/${encodeURIComponent(id)}/content`);

/** Hand in a filled form. */
export const sendSheet = async (id: string, file: File): Promise<SheetResult> =>
  post<SheetResult>(`/payrolls/${encodeURIComponent(id)}/sheet`, { content: await inBase64(file) });

/** Hand in a file of clockings or of the register. */
export const sendRosterFile = async (id: string, kind: 'attendance' | 'register', file: File): Promise<ImportReport> =>
  post<ImportReport>(`${project(id)}/${kind}-imports`, { file_name: file.name, content: await inBase64(file) });

/** Look for warnings now instead of tomorrow morning. */
export const reviewWarnings = (): Promise<{ raised: number; cleared: number }> => post('/warnings/reviews', {});

function inBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new Error(file.name));
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(file);
  });
}
