import { describe, expect, it } from 'vitest';

import type { Deposit, FundingMonth, Payment, PaymentDetail, Payroll } from '../../api/moneyTypes';
import { bothReadings, gapOf, lateNow, shareOf, wantedShare } from './months';

const month: FundingMonth = {
  month: '2026-11',
  state: 'late',
  due_on: '2026-11-02',
  payday_on: '2026-12-15',
  required_fen: 30_000_000,
  paid_fen: 20_000_000,
  topped_up_fen: 0,
  funded_on: null,
  certified: { certified_progress_fen: 100_000_000, payments_fen: [50_000_000, 10_000_001] },
  plan: {},
  labour_cost: null,
  balance: null,
};
const payment: Payment = {
  payment_id: 'p', kind: 'instalment', payer: 'A', payee: 'B', instalment_fen: 100, due_on: '2026-10-15', certified_on: null, paid_fen: 60, shortfall_fen: 40, overdue: true,
};
const nothing = { months: [], payrolls: [], deposit: null, payments: [], details: [] };

describe('the thirty per cent', () => {
  it('are counted of the progress and of the payments', () => {
    const { progress, payments } = bothReadings(month);
    expect(progress).toEqual({ base: 100_000_000, reached: 2000, missing: 10_000_000 });
    expect(payments).toEqual({ base: 60_000_001, reached: 3333, missing: 0 });
  });

  it('are rounded up to the fen, for the workers', () => expect(shareOf(1, 0).missing).toBe(1));

  it('say nothing without a base', () => expect(shareOf(null, 5)).toEqual({ base: null, reached: null, missing: 0 }));

  it('follow the share that the decision names', () => {
    const decision = { decision: 'labour_cost_due', outcome: 1, reasons: [], missing: [], parameters: { 'place.labour_cost_share_bp': { value: 2500, unit: 'basis_points' } } };
    expect(wantedShare({ ...month, labour_cost: decision })).toBe(2500);
    expect(wantedShare(month)).toBe(3000);
  });
});

describe('what is late now', () => {
  it('is nothing where nothing is', () => expect(lateNow(nothing)).toEqual([]));

  it('names the month whose money is missing, and the payday that is not covered', () => {
    const balance = { decision: 'balance_forecast', outcome: 'short', reasons: [], missing: [], also: { shortfall_fen: 4_000_000 } };
    expect(gapOf(month)).toBe(10_000_000);
    expect(lateNow({ ...nothing, months: [{ ...month, balance }] })).toEqual([
      { what: 'owedFunding', month: '2026-11', fen: 10_000_000, day: '2026-11-02' },
      { what: 'shortBalance', month: '2026-11', fen: 4_000_000, day: '2026-12-15' },
    ]);
  });

  it('leaves out a late sheet that has been made, and wages that were paid after all', () => {
    const payroll: Payroll = { payroll_id: 'x', project_id: 'y', month: '2026-10', state: 'due', form_due_on: '2026-10-31', pay_on: null, late: ['form'], sealed: false, order_id: '' };
    expect(lateNow({ ...nothing, payrolls: [payroll] })).toEqual([{ what: 'lateForm', month: '2026-10' }]);
    expect(lateNow({ ...nothing, payrolls: [{ ...payroll, state: 'signing' }, { ...payroll, state: 'settled', late: ['pay'] }] })).toEqual([]);
  });

  it('names a missing deposit only when its last day has passed', () => {
    const deposit = { missing: false, shortfall_fen: 7 } as Deposit;
    expect(lateNow({ ...nothing, deposit })).toEqual([]);
    expect(lateNow({ ...nothing, deposit: { ...deposit, missing: true } })).toEqual([{ what: 'owedDeposit', fen: 7 }]);
  });

  it('names a late payment and the stop that stands because of it', () => {
    const stop = { stop_id: 's', basis: 'SX', stopped_on: '2026-11-24', resumed_on: null, loss_fen: 0, loss_bearer: '', reasons: [] };
    const detail: PaymentDetail = { ...payment, receipts: [], orders: [], stops: [stop], stop_applications: [] };
    expect(lateNow({ ...nothing, payments: [payment], details: [detail] })).toEqual([
      { what: 'owedPayment', fen: 40, day: '2026-10-15' },
      { what: 'stopped', day: '2026-11-24' },
    ]);
  });
});
