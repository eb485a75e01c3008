import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { payrollQuery, payrollsQuery } from '../../api/money';
import type { Payroll, PayrollDetail } from '../../api/moneyTypes';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { Figure, Records, Word, Yuan, type Tone } from '../../ui/money';
import { Loaded, Nothing } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { BankFiles } from './BankFiles';
import { SheetFiles } from './SheetFiles';
import { SheetLines } from './SheetLines';

export const PAYROLL_TONE: Record<string, Tone> = { due: 'wait', compiled: 'wait', signing: 'wait', approved: 'wait', ordered: 'wait', settled: 'good', closed: 'plain' };

/** The months' payrolls, and one month's sheet with its signatures, files and payments. */
export function WagesTab({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(payrollsQuery(project.id));
  const [parameters, setParameters] = useSearchParams();
  return (
    <Loaded query={query}>
      {({ items }) => {
        const months = [...items].sort((one, other) => other.month.localeCompare(one.month));
        const chosen = months.find(({ month }) => month === parameters.get('month')) ?? months[0];
        if (!chosen) return <Nothing text={t('wages.empty')} />;
        return (
          <div className="stack">
            <MonthList
              months={months}
              chosen={chosen}
              choose={(month) =>
                setParameters((now) => {
                  now.set('month', month);
                  return now;
                })
              }
            />
            <Month key={chosen.payroll_id} payroll={chosen} project={project} />
          </div>
        );
      }}
    </Loaded>
  );
}

function Marks({ payroll }: { payroll: Payroll }): ReactElement {
  const { t } = useTranslation();
  const open = payroll.state === 'due' || payroll.state === 'compiled';
  return (
    <>
      <Word tone={PAYROLL_TONE[payroll.state] ?? 'plain'}>{textOr(`wages.states.${payroll.state}`, payroll.state)}</Word>
      {payroll.late.includes('form') && open && <Word tone="bad">{t('wages.lateForm')}</Word>}
      {payroll.late.includes('pay') && payroll.state !== 'settled' && <Word tone="bad">{t('wages.latePay')}</Word>}
    </>
  );
}

function MonthList({ months, chosen, choose }: { months: Payroll[]; chosen: Payroll; choose: (month: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Records
      caption={t('wages.pick')}
      rows={months.map((payroll) => ({ ...payroll, id: payroll.payroll_id }))}
      current={chosen.payroll_id}
      onRow={({ month }) => choose(month)}
      empty={t('wages.empty')}
      columns={[
        { key: 'month', title: t('wageAccount.month'), cell: ({ month }) => <span className="tabular strong">{month}</span> },
        { key: 'state', title: t('wages.state'), cell: (payroll) => <Marks payroll={payroll} /> },
        { key: 'form', title: t('wages.formDueOn'), cell: ({ form_due_on }) => <span className="tabular">{form_due_on}</span> },
        { key: 'pay', title: t('wages.payOn'), cell: ({ pay_on }) => <span className="tabular">{pay_on ?? '—'}</span> },
      ]}
    />
  );
}

function Month({ payroll, project }: { payroll: Payroll; project: Project }): ReactElement {
  const query = useQuery(payrollQuery(payroll.payroll_id));
  return (
    <Loaded query={query}>
      {(detail) => (
        <>
          <Sums detail={detail} />
          <div className="two">
            <Signatures detail={detail} />
            <SheetFiles detail={detail} />
          </div>
          <SheetLines payroll={detail} />
          <BankFiles project={project} payroll={detail} />
        </>
      )}
    </Loaded>
  );
}

function Sums({ detail }: { detail: PayrollDetail }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="figures">
      <Figure name={t('wages.workers')}>{detail.workers}</Figure>
      <Figure name={t('wages.due')}>
        <Yuan fen={detail.due_fen} />
      </Figure>
      <Figure name={t('wages.paid')} tone={detail.paid_fen >= detail.due_fen && detail.due_fen > 0 ? 'good' : 'plain'}>
        <Yuan fen={detail.paid_fen} />
      </Figure>
      <Figure name={t('wages.payOn')}>
        <span className="tabular">{detail.pay_on ?? '—'}</span>
      </Figure>
    </div>
  );
}

function Signatures({ detail }: { detail: PayrollDetail }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  const { lines, firms, sealed, workers } = detail;
  const open = lines['open'] ?? 0;
  const objected = lines['objected'] ?? 0;
  const key = (signed: boolean | null): 'firmSigned' | 'firmRefused' | 'firmOpen' => (signed === null ? 'firmOpen' : signed ? 'firmSigned' : 'firmRefused');
  return (
    <section>
      <h2>{t('wages.signatures')}</h2>
      <ul className="plain signs">
        <li className={open + objected > 0 ? 'sign-wait' : 'sign-done'}>{t('wages.signedWorkers', { signed: workers - open - objected, open, objected })}</li>
        {Object.entries(firms).map(([code, { signed }]) => (
          <li key={code} className={signed ? 'sign-done' : 'sign-wait'}>
            {t(`wages.${key(signed)}`, { firm: firm(code) })}
          </li>
        ))}
        <li className={sealed ? 'sign-done' : 'sign-wait'}>{t(sealed ? 'wages.sealed' : 'wages.unsealed')}</li>
      </ul>
    </section>
  );
}
