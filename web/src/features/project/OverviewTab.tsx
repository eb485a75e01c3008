import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { accountQuery, depositQuery, fundingQuery, paymentQuery, paymentsQuery, payrollsQuery } from '../../api/money';
import { applicationQuery, applicationsQuery, instancesQuery, tasksQuery, useSession } from '../../api/queries';
import type { Project } from '../../api/types';
import { Clock } from '../../ui/Clock';
import { moment, yuan } from '../../ui/format';
import { FactRows, Figure, Yuan } from '../../ui/money';
import { Loaded } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { StateTag } from '../application/StateTag';
import { isFirm } from '../session/rights';
import { lateNow, type Late } from './months';

const SOME = 50;
/** Warnings have a tab of their own. */
const WARNING = 'early_warning';

/** Where the project stands: what is late, what waits for the reader, permit and parties. */
export function OverviewTab({ project }: { project: Project }): ReactElement {
  return (
    <div className="stack">
      <Figures project={project} />
      <div className="two">
        <div className="stack">
          <LateSection project={project} />
          <TasksSection project={project} />
        </div>
        <div className="stack">
          <PermitSection project={project} />
          <PartiesSection project={project} />
          <CasesSection project={project} />
        </div>
      </div>
    </div>
  );
}

function Figures({ project }: { project: Project }): ReactElement | null {
  const { t } = useTranslation();
  const account = useQuery(accountQuery(project.id));
  const payrolls = useQuery(payrollsQuery(project.id));
  const payments = useQuery(paymentsQuery(project.id));
  const months = useQuery(fundingQuery(project.id));
  if (!account.data) return null;
  const unpaid = (payments.data?.items ?? []).reduce((sum, { shortfall_fen }) => sum + shortfall_fen, 0);
  const payday = months.data?.items[0]?.payday_on ?? payrolls.data?.items.find(({ pay_on }) => pay_on)?.pay_on;
  return (
    <div className="figures">
      <Figure name={t('project.balance')}>
        <Yuan fen={account.data.balance_fen} />
      </Figure>
      <Figure name={t('wageAccount.ownerDue')} tone={account.data.owner_due_fen > 0 ? 'bad' : 'plain'}>
        <Yuan fen={account.data.owner_due_fen} />
      </Figure>
      <Figure name={t('project.unpaid')} tone={unpaid > 0 ? 'bad' : 'plain'}>
        <Yuan fen={unpaid} />
      </Figure>
      <Figure name={t('project.nextPayday')}>
        <span className="tabular">{payday ?? '—'}</span>
      </Figure>
    </div>
  );
}

const WHERE: Record<Late['what'], string> = {
  owedFunding: 'account',
  shortBalance: 'account',
  lateForm: 'wages',
  latePay: 'wages',
  owedDeposit: 'deposit',
  owedPayment: 'payments',
  stopped: 'payments',
};

function LateSection({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const months = useQuery(fundingQuery(project.id));
  const payrolls = useQuery(payrollsQuery(project.id));
  const deposit = useQuery(depositQuery(project.id));
  const payments = useQuery(paymentsQuery(project.id));
  const details = useQueries({ queries: (payments.data?.items ?? []).map(({ payment_id }) => paymentQuery(payment_id)) });
  return (
    <section>
      <h2>{t('project.lateNow')}</h2>
      <Loaded query={payrolls} rows={3}>
        {({ items }) => {
          const late = lateNow({
            months: months.data?.items ?? [],
            payrolls: items,
            deposit: deposit.data ?? null,
            payments: payments.data?.items ?? [],
            details: details.flatMap(({ data }) => (data ? [data] : [])),
          });
          if (late.length === 0) return <p className="muted">{t('project.nothingLate')}</p>;
          return (
            <ul className="plain lates">
              {late.map((each, index) => (
                <li key={index}>
                  <Link to={`?tab=${WHERE[each.what]}`}>{words(each)}</Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );

  function words(each: Late): string {
    return t(`project.${each.what}`, { ...each, amount: 'fen' in each ? yuan(each.fen) : '' });
  }
}

function TasksSection({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(tasksQuery({ q: project.name, state: 'all', limit: SOME }));
  return (
    <section>
      <h2>{t('project.openTasks')}</h2>
      <Loaded query={query} rows={3}>
        {({ items }) => {
          const open = items.filter(({ state }) => state === 'open' || state === 'claimed');
          if (open.length === 0) return <p className="muted">{t('project.noTasks')}</p>;
          return (
            <ul className="plain">
              {open.map((task) => (
                <li key={task.id} className="turn">
                  <Link to={`/tasks/${task.id}`}>{task.name}</Link>
                  <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function PermitSection({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const applications = useQuery(applicationsQuery({ limit: 100 }));
  const application = applications.data?.items.find(({ project_id }) => project_id === project.id);
  const { data } = useQuery({ ...applicationQuery(application?.id ?? ''), enabled: application !== undefined });
  return (
    <section>
      <h2>
        {t('project.permit')} {application && <StateTag state={application.state} />}
      </h2>
      {data?.permit ? (
        <FactRows rows={[[t('application.permitNumber'), <strong key="number">{data.permit.number}</strong>], [t('application.issuedOn'), data.permit.issued_on]]} />
      ) : (
        <p className="muted">{t('project.noPermit')}</p>
      )}
      {application && <Link to={`/applications/${application.id}`}>{t('project.seeApplication')}</Link>}
    </section>
  );
}

function PartiesSection({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  return (
    <section>
      <h2>{t('project.parties')}</h2>
      <FactRows rows={[[t('facts.construction_unit'), firm(project.construction_unit)], [t('facts.general_contractor'), firm(project.general_contractor)]]} />
    </section>
  );
}

function CasesSection({ project }: { project: Project }): ReactElement | null {
  const { t } = useTranslation();
  const { user } = useSession();
  const query = useQuery({ ...instancesQuery({ q: project.name, state: 'running', limit: SOME }), enabled: !isFirm(user) });
  if (isFirm(user)) return null;
  return (
    <section>
      <h2>{t('project.cases')}</h2>
      <Loaded query={query} rows={3}>
        {({ items }) =>
          items.every(({ process }) => process === WARNING) ? (
            <p className="muted">{t('project.noCases')}</p>
          ) : (
            <ul className="plain">
              {items.filter(({ process }) => process !== WARNING).map((each) => (
                <li key={each.id} className="turn">
                  <Link to={`/cases/${each.id}`}>{each.process_name ?? each.process}</Link>
                  <span className="muted tabular">{moment(each.started_at)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
