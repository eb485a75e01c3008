import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { registerQuery, rosterQuery, subcontractsQuery } from '../../api/money';
import type { Roster, Worker } from '../../api/moneyTypes';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { yuan } from '../../ui/format';
import { FactRows, Records, Word } from '../../ui/money';
import { Loaded, Nothing } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { ClauseChips } from '../clauses/ClauseChip';
import { Attendance } from './Attendance';
import { RosterUpload } from './RosterUpload';

/** Who works here: officers and equipment, breaches, subcontracts, the register, and attendance. */
export function PeopleTab({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(rosterQuery(project.id));
  return (
    <Loaded query={query}>
      {(roster) =>
        roster === null ? (
          <Nothing text={t('people.none')} />
        ) : (
          <div className="stack">
            <div className="two">
              <Site roster={roster} />
              <div className="stack">
                <Breaches roster={roster} />
                <Subcontracts project={project} />
              </div>
            </div>
            <RosterUpload project={project} />
            <Register project={project} />
            <Attendance project={project} />
          </div>
        )
      }
    </Loaded>
  );
}

function Site({ roster }: { roster: Roster }): ReactElement {
  const { t } = useTranslation();
  const { equipment, officers, filing } = roster;
  const device = equipment?.attendance_device ?? 'none';
  return (
    <section>
      <h2>{t('project.tabs.people')}</h2>
      <FactRows
        rows={[
          [t('people.officer'), officers.length > 0 ? officers.map(({ name }) => name).join('、') : <Word tone="bad">{t('people.noOfficer')}</Word>],
          [
            t('people.device'),
            <>
              {textOr(`people.devices.${device}`, device)} {equipment && <Word tone={equipment.fits ? 'good' : 'bad'}>{t(equipment.fits ? 'people.fits' : 'people.unfit')}</Word>}
            </>,
          ],
          ...(filing
            ? [[t('people.filing'), filing.filed_on ? t('people.filed', { day: filing.filed_on }) : t('people.notFiled', { day: filing.due_on })] as [string, string]]
            : []),
        ]}
      />
    </section>
  );
}

function Breaches({ roster }: { roster: Roster }): ReactElement {
  const { t } = useTranslation();
  const kinds = [...new Set(roster.violations.map(({ kind }) => kind))];
  return (
    <section>
      <h2>{t('people.breaches')}</h2>
      {kinds.length === 0 && <p className="muted">{t('people.noBreaches')}</p>}
      <ul className="plain">
        {kinds.map((kind) => {
          const found = roster.violations.filter((each) => each.kind === kind);
          return (
            <li key={kind} className="turn">
              <span>
                {textOr(`people.breachKinds.${kind}`, kind)} <ClauseChips ids={[...new Set(found.flatMap(({ clauses }) => clauses))]} />
              </span>
              <span className="tabular">{t('people.times', { n: found.length })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Subcontracts({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(subcontractsQuery(project.id));
  return (
    <section>
      <h2>{t('people.subcontracts')}</h2>
      <Loaded query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('people.subcontractsEmpty')}</p>
          ) : (
            <ul className="plain">
              {items.map((each) => (
                <li key={each.subcontract_id} className="turn">
                  <span>
                    {each.corp_name} <ClauseChips ids={each.reasons.flatMap(({ clauses }) => clauses)} max={3} />
                  </span>
                  <Word tone={each.state === 'allowed' ? 'good' : each.state === 'refused' ? 'bad' : 'wait'}>{textOr(`people.subcontractStates.${each.state}`, each.state)}</Word>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Register({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  const [cursor, setCursor] = useState('');
  const query = useQuery(registerQuery(project.id, cursor));
  return (
    <section className="bare">
      <h2>{t('people.register')}</h2>
      <Loaded query={query}>
        {({ items, next_cursor }) => (
          <>
            <Records
              caption={t('people.register')}
              rows={items.map((worker) => ({ ...worker, id: worker.worker_id }))}
              empty={t('people.registerEmpty')}
              columns={[
                { key: 'name', title: t('people.worker'), cell: ({ worker_name }) => worker_name },
                { key: 'number', title: t('people.idNumber'), cell: ({ id_card_number }) => <span className="mono">{id_card_number}</span> },
                { key: 'employer', title: t('people.employer'), cell: ({ employer }) => firm(employer) },
                { key: 'job', title: t('people.job'), cell: ({ work_type, team_name }) => [work_type, team_name].filter(Boolean).join(' · ') || '—' },
                { key: 'entry', title: t('people.firstEntry'), cell: ({ first_entry_on }) => <span className="tabular">{first_entry_on ?? '—'}</span> },
                { key: 'contract', title: t('people.contract'), cell: (worker) => <Contract worker={worker} /> },
              ]}
            />
            <div className="pager">
              {cursor && <Button onClick={() => setCursor('')}>{t('queue.first')}</Button>} {next_cursor && <Button onClick={() => setCursor(next_cursor)}>{t('queue.next')}</Button>}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Contract({ worker: { contract } }: { worker: Worker }): ReactElement {
  const { t } = useTranslation();
  if (!contract) return <Word tone="bad">{t('people.noContract')}</Word>;
  return (
    <>
      {t('people.signedOn', { day: contract.signed_on })}
      <div className="small muted tabular">
        {yuan(contract.unit_price_fen)} {textOr(`wages.units.${contract.unit}`, '')}
      </div>
    </>
  );
}
