import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { paymentQuery, paymentsQuery } from '../../api/money';
import type { Payment, PaymentDetail } from '../../api/moneyTypes';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { day } from '../../ui/format';
import { FactRows, Word, Yuan, type FactRow } from '../../ui/money';
import { usePick } from '../../ui/names';
import { useNow } from '../../ui/now';
import { Loaded, Nothing } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { ClauseChips } from '../clauses/ClauseChip';
import { daysLate } from './days';

/** Payments under supervision with what arrived, and the stops of work that follow from late ones. */
export function PaymentsTab({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(paymentsQuery(project.id));
  return (
    <Loaded query={query}>
      {({ items }) => (items.length === 0 ? <Nothing text={t('payments.empty')} /> : <div className="stack">{items.map((each) => <One key={each.payment_id} payment={each} />)}</div>)}
    </Loaded>
  );
}

function One({ payment }: { payment: Payment }): ReactElement {
  const query = useQuery(paymentQuery(payment.payment_id));
  return (
    <div className="two">
      <Head payment={payment} />
      <Loaded query={query} rows={4}>
        {(detail) => (
          <div className="stack">
            <Receipts detail={detail} />
            <Stops detail={detail} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Head({ payment }: { payment: Payment }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  const dueOn = payment.due_on ?? payment.certified_on;
  const late = daysLate(dueOn, day(useNow()));
  const rows: FactRow[] = [
    [t('payments.dueOn'), <span className="tabular" key="on">{dueOn ?? '—'}</span>],
    [t('payments.due'), <Yuan key="due" fen={payment.instalment_fen} />, 'amount'],
    [t('payments.paid'), <Yuan key="paid" fen={payment.paid_fen} />, 'amount'],
    [t('payments.short'), <strong key="short"><Yuan fen={payment.shortfall_fen} /></strong>, 'amount'],
    [t('payments.payer'), firm(payment.payer)],
    [t('payments.payee'), firm(payment.payee)],
  ];
  const settled = payment.shortfall_fen === 0;
  return (
    <section>
      <h2>
        {textOr(`payments.kinds.${payment.kind}`, payment.kind)}{' '}
        <Word tone={settled ? 'good' : payment.overdue ? 'bad' : 'plain'}>
          {settled ? t('payments.settled') : payment.overdue ? t('payments.overdue', { n: late }) : t('payments.onTime')}
        </Word>
      </h2>
      <FactRows rows={rows} />
    </section>
  );
}

function Receipts({ detail }: { detail: PaymentDetail }): ReactElement {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('payments.receipts')}</h2>
      {detail.receipts.length === 0 ? (
        <p className="muted">{t('payments.receiptsEmpty')}</p>
      ) : (
        <FactRows wide rows={detail.receipts.map(({ receipt_id, paid_on, amount_fen }) => [`${paid_on} · ${receipt_id}`, <Yuan key="fen" fen={amount_fen} />, 'amount'])} />
      )}
    </section>
  );
}

function Stops({ detail }: { detail: PaymentDetail }): ReactElement | null {
  const { t } = useTranslation();
  const pick = usePick();
  const firm = useFirmName();
  if (detail.stops.length + detail.stop_applications.length + detail.orders.length === 0) return null;
  return (
    <section>
      <h2>{t('payments.stops')}</h2>
      {detail.stops.map((stop) => (
        <div key={stop.stop_id} className="entry">
          <h3>
            {textOr(`payments.bases.${stop.basis}`, stop.basis)}{' '}
            <Word tone={stop.resumed_on ? 'good' : 'bad'}>{stop.resumed_on ? `${t('payments.resumedOn')} ${stop.resumed_on}` : t('payments.notResumed')}</Word>
          </h3>
          <FactRows
            rows={[
              [t('payments.stoppedOn'), stop.stopped_on],
              ...(stop.loss_fen > 0 ? [[t('payments.loss'), <Yuan key="loss" fen={stop.loss_fen} />, 'amount'] as FactRow] : []),
              ...(stop.loss_bearer ? [[t('payments.loss'), t('payments.lossBearer', { who: textOr(`facts.${stop.loss_bearer}`, stop.loss_bearer) })] as FactRow] : []),
            ]}
          />
          <ul className="reasons">
            {stop.reasons.map((reason, index) => (
              <li key={index}>
                {pick(reason.text, reason.text_en)} <ClauseChips ids={reason.clauses} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {detail.stop_applications.map((application) => (
        <div key={application.application_id} className="entry">
          <h3>
            {t('payments.applications')} <Word tone="plain">{textOr(`payments.applicationStates.${application.state}`, application.state)}</Word>
          </h3>
          <p className="small muted">
            {application.applied_on} · {firm(application.applicant)}
            {application.decided_by && ` · ${textOr(`payments.deciders.${application.decided_by}`, application.decided_by)}`}
          </p>
        </div>
      ))}
      {detail.orders.map((order) => (
        <div key={order.order_id} className="entry">
          <h3>{t('payments.orders')}</h3>
          <FactRows rows={[[t('wageAccount.correctBy'), order.correct_by ?? '—']]} />
        </div>
      ))}
    </section>
  );
}
