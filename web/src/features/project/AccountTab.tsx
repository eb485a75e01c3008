import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { accountQuery, fundingQuery } from '../../api/money';
import type { FundingMonth, WageAccount } from '../../api/moneyTypes';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { day, yuan } from '../../ui/format';
import { FactRows, Records, Word, Yuan, type FactRow, type Tone } from '../../ui/money';
import { Loaded, Nothing } from '../../ui/States';
import { DecisionCard } from '../decision/DecisionCard';
import { AccountBooks } from './AccountBooks';
import { bothReadings, gapOf, shortfallOf, wantedShare, type Share } from './months';

const MONTH_TONE: Record<FundingMonth['state'], Tone> = { opened: 'wait', due: 'wait', late: 'bad', funded: 'good' };

/** The wage account: its state and terms, each month's money, the rule, the forecast, and what the bank and the authorities said. */
export function AccountTab({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(accountQuery(project.id));
  return (
    <Loaded query={query}>
      {(account) =>
        account === null ? (
          <Nothing text={t('wageAccount.none')} />
        ) : (
          <div className="stack">
            <Months project={project} />
            <div className="two">
              <Head account={account} />
              <AccountBooks project={project} />
            </div>
          </div>
        )
      }
    </Loaded>
  );
}

function Head({ account }: { account: WageAccount }): ReactElement {
  const { t } = useTranslation();
  const { terms } = account;
  const dayOf = (value: unknown): string => (typeof value === 'number' ? t('wageAccount.dayOfMonth', { day: value }) : '—');
  const share = terms['labour_cost_share_bp'];
  const rows: FactRow[] = [
    [t('wageAccount.bank'), account.bank_name ?? '—'],
    [t('wageAccount.name'), account.account_name ?? '—'],
    [t('wageAccount.number'), <span className="mono" key="number">{account.account_number || '—'}</span>],
    [t('wageAccount.openedOn'), account.opened_on ?? '—'],
    [t('wageAccount.openingDueOn'), account.opening_due_on],
    [t('wageAccount.balance'), <Yuan key="balance" fen={account.balance_fen} />, 'amount'],
    [t('wageAccount.ownerDue'), <Yuan key="due" fen={account.owner_due_fen} />, 'amount'],
  ];
  return (
    <section>
      <h2>
        {t('wageAccount.title')}{' '}
        <Word tone={account.state === 'active' ? 'good' : 'wait'}>{textOr(`wageAccount.states.${account.state}`, account.state)}</Word>
        {account.late && <Word tone="bad">{t('wageAccount.late')}</Word>}
      </h2>
      <FactRows rows={rows} />
      <h3 className="gap-above">{t('wageAccount.agreement')}</h3>
      <FactRows
        rows={[
          [t('wageAccount.twoLines'), t(terms['two_lines_agreed'] === true ? 'app.yes' : 'app.no')],
          [t('wageAccount.share'), typeof share === 'number' ? `${share / 100}%` : '—'],
          [t('wageAccount.fundingDay'), dayOf(terms['funding_day'])],
          [t('wageAccount.payday'), dayOf(terms['payday'])],
        ]}
      />
    </section>
  );
}

function Months({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(fundingQuery(project.id));
  const [parameters, setParameters] = useSearchParams();
  return (
    <Loaded query={query}>
      {({ items }) => {
        const chosen = items.find(({ month }) => month === parameters.get('month')) ?? items[0];
        const choose = (month: string): void =>
          setParameters((now) => {
            now.set('month', month);
            return now;
          });
        return (
          <>
            <MonthTable months={items} chosen={chosen?.month ?? null} choose={choose} />
            {chosen && items.length > 1 && <Segmented options={items.map(({ month }) => month)} value={chosen.month} onChange={choose} aria-label={t('wages.pick')} />}
            {chosen && <MonthDetail month={chosen} />}
          </>
        );
      }}
    </Loaded>
  );
}

function MonthTable({ months, chosen, choose }: { months: FundingMonth[]; chosen: string | null; choose: (month: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <section className="bare">
      <h2>{t('wageAccount.months')}</h2>
      <Records
        caption={t('wageAccount.months')}
        rows={months.map((month) => ({ ...month, id: month.month }))}
        current={chosen}
        onRow={({ month }) => choose(month)}
        empty={t('wageAccount.monthsEmpty')}
        columns={[
          { key: 'month', title: t('wageAccount.month'), cell: ({ month }) => <span className="tabular strong">{month}</span> },
          { key: 'state', title: t('wageAccount.state'), cell: ({ state }) => <Word tone={MONTH_TONE[state]}>{t(`wageAccount.monthStates.${state}`)}</Word> },
          { key: 'required', title: t('wageAccount.required'), align: 'end', cell: ({ required_fen }) => <Yuan fen={required_fen} /> },
          { key: 'paid', title: t('wageAccount.paid'), align: 'end', cell: ({ paid_fen }) => <Yuan fen={paid_fen} /> },
          { key: 'gap', title: t('wageAccount.gap'), align: 'end', cell: (month) => <Yuan fen={gapOf(month)} /> },
          { key: 'top', title: t('wageAccount.toppedUp'), align: 'end', cell: ({ topped_up_fen }) => <Yuan fen={topped_up_fen} /> },
          { key: 'due', title: t('wageAccount.dueOn'), cell: ({ due_on }) => <span className="tabular">{day(due_on)}</span> },
          { key: 'payday', title: t('wageAccount.paydayOn'), cell: ({ payday_on }) => <span className="tabular">{day(payday_on)}</span> },
        ]}
      />
    </section>
  );
}

function MonthDetail({ month }: { month: FundingMonth }): ReactElement {
  const { t } = useTranslation();
  const wanted = wantedShare(month);
  const { progress, payments } = bothReadings(month, wanted);
  const expected = month.balance?.also['forecast_fen'] ?? month.plan.payroll_due_fen;
  const held = month.balance?.reasons.find(({ facts }) => typeof facts?.['balance_fen'] === 'number')?.facts?.['balance_fen'];
  const short = shortfallOf(month);
  return (
    <div className="two">
      <section>
        <h2>
          {t('wageAccount.rule')} · {month.month}
        </h2>
        <p className="small muted">{t('wageAccount.ruleHint')}</p>
        <div className="readings">
          <Reading name={t('wageAccount.byProgress')} share={progress} wanted={wanted} />
          <Reading name={t('wageAccount.byPayments')} share={payments} wanted={wanted} />
        </div>
        {month.labour_cost && <DecisionCard decision={month.labour_cost} />}
      </section>
      <section>
        <h2>
          {t('wageAccount.forecast')} · {month.payday_on}
        </h2>
        {month.balance ? (
          <>
            <FactRows
              rows={[
                [t('wageAccount.expected'), <Yuan key="expected" fen={typeof expected === 'number' ? expected : null} />, 'amount'],
                [t('wageAccount.held'), <Yuan key="held" fen={typeof held === 'number' ? held : null} />, 'amount'],
                [
                  t('wageAccount.short'),
                  short > 0 ? (
                    <strong key="short" className="late-text">
                      ⚠ <Yuan fen={short} />
                    </strong>
                  ) : (
                    t('wageAccount.covers')
                  ),
                  'amount',
                ],
              ]}
            />
            <DecisionCard decision={month.balance} />
          </>
        ) : (
          <p className="muted">{t('wageAccount.forecastNone')}</p>
        )}
      </section>
    </div>
  );
}

function Reading({ name, share, wanted }: { name: string; share: Share; wanted: number }): ReactElement {
  const { t } = useTranslation();
  if (share.reached === null) return <FactRows rows={[[name, t('wageAccount.unknownBase')]]} />;
  const words = { share: `${wanted / 100}%`, amount: yuan(share.missing) };
  return (
    <div className="reading">
      <h3>{name}</h3>
      <FactRows
        rows={[
          [t('wageAccount.ofWhat'), <Yuan key="base" fen={share.base} />, 'amount'],
          [t('wageAccount.reached'), <span className="tabular" key="reached">{(share.reached / 100).toFixed(2)}%</span>, 'amount'],
        ]}
      />
      <Word tone={share.missing > 0 ? 'bad' : 'good'}>{t(share.missing > 0 ? 'wageAccount.notEnough' : 'wageAccount.enough', words)}</Word>
    </div>
  );
}
