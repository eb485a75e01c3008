import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { ledgerQuery, ordersQuery, reportsQuery } from '../../api/money';
import type { BankReport, CorrectionOrder, LedgerEntry } from '../../api/moneyTypes';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { moment } from '../../ui/format';
import { FactRows, Word, Yuan, type FactRow, type Tone } from '../../ui/money';
import { Loaded } from '../../ui/States';

const ORDER_TONE: Record<string, Tone> = { wanted: 'wait', served: 'wait', corrected: 'good', lapsed: 'bad' };
const LATEST = 8;

/** What the bank reported, what was ordered, and the latest entries of the ledger. */
export function AccountBooks({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const orders = useQuery(ordersQuery(project.id));
  const reports = useQuery(reportsQuery(project.id));
  const ledger = useQuery(ledgerQuery(project.id));
  return (
    <div className="stack">
      <section>
        <h2>{t('wageAccount.orders')}</h2>
        <Loaded query={orders} rows={2}>
          {({ items }) => (items.length === 0 ? <p className="muted">{t('wageAccount.ordersEmpty')}</p> : <>{items.map((order) => <Order key={order.order_id} order={order} />)}</>)}
        </Loaded>
      </section>
      <section>
        <h2>{t('wageAccount.reports')}</h2>
        <Loaded query={reports} rows={2}>
          {({ items }) => (items.length === 0 ? <p className="muted">{t('wageAccount.reportsEmpty')}</p> : <>{items.map((report) => <Report key={report.report_id} report={report} />)}</>)}
        </Loaded>
      </section>
      <section>
        <h2>{t('wageAccount.ledger')}</h2>
        <Loaded query={ledger} rows={3}>
          {({ items }) =>
            items.length === 0 ? <p className="muted">{t('wageAccount.ledgerEmpty')}</p> : <FactRows wide rows={items.slice(0, LATEST).map((entry) => ledgerRow(entry))} />
          }
        </Loaded>
      </section>
    </div>
  );
}

function Order({ order }: { order: CorrectionOrder }): ReactElement {
  const { t } = useTranslation();
  const rows: FactRow[] = [
    ...(order.required_fen > 0 ? [[t('wageAccount.required'), <Yuan key="fen" fen={order.required_fen} />, 'amount'] as FactRow] : []),
    ...(order.due_on ? [[t('wageAccount.dueOn'), order.due_on] as FactRow] : []),
    ...(order.correct_by ? [[t('wageAccount.correctBy'), order.correct_by] as FactRow] : []),
  ];
  return (
    <div className="entry">
      <h3>
        {textOr(`wageAccount.orderReasons.${order.reason}`, order.reason)} {order.month && <span className="muted">{order.month}</span>}{' '}
        <Word tone={ORDER_TONE[order.state] ?? 'plain'}>{textOr(`wageAccount.orderStates.${order.state}`, order.state)}</Word>
      </h3>
      <FactRows rows={rows} />
    </div>
  );
}

function Report({ report }: { report: BankReport }): ReactElement {
  const { t } = useTranslation();
  const finding = report.finding || 'open';
  return (
    <div className="entry">
      <h3>
        {textOr(`wageAccount.reportKinds.${report.kind}`, report.kind)} <Word tone={finding === 'open' ? 'wait' : 'plain'}>{textOr(`wageAccount.findings.${finding}`, finding)}</Word>
      </h3>
      <FactRows
        rows={[
          [t('wageAccount.amount'), <Yuan key="fen" fen={report.amount_fen} />, 'amount'],
          [t('warnings.facts.noticed_at'), moment(report.noticed_at)],
        ]}
      />
    </div>
  );
}

/** One entry by what it did; of its two sides the debited one gives the amount. */
function ledgerRow({ what, month, booked_on, memo, entries }: LedgerEntry): FactRow {
  const fen = entries.reduce((sum, { debit_fen }) => sum + debit_fen, 0);
  const label = `${booked_on} ${textOr(`wageAccount.moves.${what}`, what)} ${month}`;
  return [memo && !label.includes(memo) && /\d/.test(memo) ? `${label} · ${memo}` : label, <Yuan key="fen" fen={fen} />, 'amount'];
}
