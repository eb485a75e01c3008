import { useQuery } from '@tanstack/react-query';
import { Collapse, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { instanceQuery, useSession } from '../../api/queries';
import type { Instance } from '../../api/types';
import { textOr } from '../../i18n';
import { Clock } from '../../ui/Clock';
import { moment } from '../../ui/format';
import { useDepartmentName, usePick, useTaskNames } from '../../ui/names';
import { lastDay } from '../../ui/remaining';
import { Loaded } from '../../ui/States';
import { CaseDiagram } from '../diagram/CaseDiagram';
import { IncidentCard } from '../incidents/IncidentCard';
import { mayOperate } from '../session/rights';
import { FactList } from '../task/FactList';
import { Findings } from '../task/Findings';
import { shownFacts } from '../task/facts';
import { Documents } from './Documents';
import { Timeline } from './Timeline';

const TALL = 460;

/** A whole case: diagram, what it waits for, blocks, facts, history, documents. */
export function CasePage(): ReactElement {
  const { id = '' } = useParams();
  const query = useQuery(instanceQuery(id));
  return <Loaded query={query}>{(instance) => <View instance={instance} />}</Loaded>;
}

function View({ instance }: { instance: Instance }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const data = instance.data ?? {};
  const open = (instance.incidents ?? []).filter(({ state }) => state === 'open');
  return (
    <div className="stack">
      <Head instance={instance} />
      <CaseDiagram instance={instance} height={TALL} />
      <div className="two">
        <div className="stack">
          {open.length > 0 && (
            <section>
              <h2>{t('case.incidents')}</h2>
              {open.map((incident) => (
                <IncidentCard key={incident.id} incident={incident} mayResolve={mayOperate(user)} />
              ))}
            </section>
          )}
          <Waits instance={instance} />
          <Findings data={data} />
          <section>
            <h2>{t('task.facts')}</h2>
            <FactList facts={shownFacts(data)} />
          </section>
        </div>
        <aside className="stack">
          <section>
            <h2>{t('case.history')}</h2>
            <Timeline instance={instance} />
          </section>
          <section>
            <h2>{t('task.documents')}</h2>
            <Documents instance={instance} />
          </section>
          {mayOperate(user) && <Technical instance={instance} />}
        </aside>
      </div>
    </div>
  );
}

function Head({ instance }: { instance: Instance }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  return (
    <div className="page-head task-head">
      <div>
        <h1>
          {instance.title ?? instance.business_key ?? t('case.title')} <Tag>{textOr(`case.states.${instance.state}`, instance.state)}</Tag>
        </h1>
        <p className="muted tabular">
          {[
            pick(instance.process_name, instance.process_name_en),
            `${t('case.started')} ${moment(instance.started_at)}`,
            instance.ended_at && `${t('case.ended')} ${moment(instance.ended_at)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </div>
  );
}

/** A limit that ends at midnight ends with the day before. */
function dueText(dueAt: string): string {
  return moment(dueAt).endsWith('00:00') ? lastDay(dueAt) : moment(dueAt);
}

function Waits({ instance }: { instance: Instance }): ReactElement {
  const { t } = useTranslation();
  const departmentName = useDepartmentName();
  const namesOf = useTaskNames();
  const pick = usePick();
  const tasks = (instance.tasks ?? []).filter(({ state }) => state === 'open' || state === 'claimed');
  const timers = instance.timers ?? [];
  return (
    <section>
      <h2>{t('case.waits')}</h2>
      {tasks.length + timers.length === 0 && <p className="muted">{t('case.waitsNone')}</p>}
      <ul className="plain">
        {tasks.map((task) => (
          <li key={task.id} className="turn">
            <span>
              <Link to={`/tasks/${task.id}`}>{namesOf(task).name}</Link>{' '}
              <span className="muted">{t('case.waitingTask', { who: task.assignee ?? departmentName(task.department) })}</span>
            </span>
            <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />
          </li>
        ))}
        {timers.map((timer) => (
          <li key={`${timer.element_id}-${timer.due_at}`} className="turn">
            <span>{pick(timer.name, timer.name_en) || t('case.timers')}</span>
            <span className="muted tabular">{t('case.dueAt', { at: dueText(timer.due_at) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Technical({ instance }: { instance: Instance }): ReactElement {
  const { t } = useTranslation();
  return (
    <Collapse
      ghost
      size="small"
      items={[
        {
          key: 'technical',
          label: t('case.technical'),
          children: (
            <dl className="facts">
              <div className="fact">
                <dt>{t('case.instance')}</dt>
                <dd className="mono">{instance.id}</dd>
              </div>
              <div className="fact">
                <dt>{t('case.definitionVersion')}</dt>
                <dd>{instance.version}</dd>
              </div>
            </dl>
          ),
        },
      ]}
    />
  );
}
