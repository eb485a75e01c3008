import { useQuery } from '@tanstack/react-query';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';

import { taskQuery, useSession } from '../../api/queries';
import type { Task } from '../../api/types';
import { Clock } from '../../ui/Clock';
import { moment } from '../../ui/format';
import { useDepartmentName, useTaskNames } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { ClauseChips } from '../clauses/ClauseChip';
import { CasePanel } from '../case/CasePanel';
import { inputs } from '../form/fields';
import { FactList } from './FactList';
import { Findings } from './Findings';
import { shownFacts } from './facts';
import { TaskForm } from './TaskForm';

/** One work item: left what must be decided, right the case. */
export function TaskPage(): ReactElement {
  const { id = '' } = useParams();
  const query = useQuery(taskQuery(id));
  return <Loaded query={query}>{(task) => <TaskView key={task.id} task={task} />}</Loaded>;
}

function TaskView({ task }: { task: Task }): ReactElement {
  const { t } = useTranslation();
  const { state } = useLocation() as { state: { finished?: string } | null };
  const asked = new Set(inputs(task.form).map(({ key }) => key));
  const known = Object.fromEntries(Object.entries(shownFacts(task.data ?? {})).filter(([name]) => !asked.has(name)));
  return (
    <>
      {state?.finished && <Alert className="gap-below" type="success" showIcon closable title={t('task.completedNext', { name: state.finished })} />}
      <Head task={task} />
      <StateNote task={task} />
      <div className="two">
        <div className="stack">
          <Findings data={task.data ?? {}} />
          <section>
            <h2>{t('task.form')}</h2>
            <TaskForm key={`${task.id}-${task.state}`} task={task} />
          </section>
          <section>
            <h2>{t('task.facts')}</h2>
            <p className="muted small">{t('task.factsHint')}</p>
            <FactList facts={known} />
          </section>
        </div>
        <CasePanel instanceId={task.instance_id} />
      </div>
    </>
  );
}

function Head({ task }: { task: Task }): ReactElement {
  const { t } = useTranslation();
  const departmentName = useDepartmentName();
  const { name, process } = useTaskNames()(task);
  return (
    <div className="page-head task-head">
      <Link to="/queue" className="back" aria-label={t('nav.queue')}>
        <ArrowLeftOutlined />
      </Link>
      <div>
        <h1>{name}</h1>
        <p className="muted">
          {[task.title ?? task.business_key, process, departmentName(task.department), t('task.received', { at: moment(task.created_at) })]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <span className="spring" />
      <ClauseChips ids={task.clauses} />
      {(task.state === 'open' || task.state === 'claimed') && <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />}
    </div>
  );
}

function StateNote({ task }: { task: Task }): ReactElement | null {
  const { t } = useTranslation();
  const { user } = useSession();
  if (task.state === 'completed') {
    const by = task.completed_by ? t('task.finishedBy', { who: task.completed_by, at: task.completed_at ? moment(task.completed_at) : '' }) : undefined;
    return <Alert className="gap-below" type="success" showIcon title={t('task.closed')} description={by} />;
  }
  if (task.state === 'cancelled') return <Alert className="gap-below" type="info" showIcon title={t('task.cancelled')} />;
  if (task.assignee && task.assignee !== user.username) {
    return <Alert className="gap-below" type="info" showIcon title={t('task.takenBy', { who: task.assignee })} />;
  }
  return null;
}
