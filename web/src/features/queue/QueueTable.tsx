import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../../api/queries';
import type { Task } from '../../api/types';
import { Clock } from '../../ui/Clock';
import { DataTable, type Column } from '../../ui/DataTable';
import { moment } from '../../ui/format';
import { useTaskNames } from '../../ui/names';
import { ClauseChips } from '../clauses/ClauseChip';
import type { Tab } from './filter';

interface Props {
  tab: Tab;
  tasks: Task[];
  current: string | null;
  selected: string[];
  empty: ReactElement;
  onPreview: (task: Task) => void;
  onOpen: (task: Task) => void;
  onSelect: (ids: string[]) => void;
}

/** One calm table: clock, what, about whom, process, clauses, who, since. */
export function QueueTable({ tab, tasks, current, selected, empty, onPreview, onOpen, onSelect }: Props): ReactElement {
  const { t } = useTranslation();
  return (
    <DataTable<Task>
      caption={t(`queue.tabs.${tab}`)}
      columns={useColumns(tab, onOpen)}
      rows={tasks}
      empty={empty}
      current={current}
      onRow={onPreview}
      onOpen={onOpen}
      {...(tab === 'department' ? { selection: { ids: selected, change: onSelect } } : {})}
    />
  );
}

function useColumns(tab: Tab, onOpen: (task: Task) => void): Column<Task>[] {
  const { t } = useTranslation();
  const { user } = useSession();
  const namesOf = useTaskNames();
  const done = tab === 'done';
  const person = (who: string | null): ReactElement | string => {
    if (!who) return <span className="muted">{t('queue.unclaimed')}</span>;
    return who === user.username ? t('queue.me') : who;
  };
  return [
    {
      title: done ? t('queue.finished') : t('queue.clock'),
      key: 'clock',
      width: 150,
      cell: (task) => (done ? <span className="tabular">{task.completed_at && moment(task.completed_at)}</span> : <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />),
    },
    {
      title: t('queue.what'),
      key: 'what',
      cell: (task) => (
        <button
          type="button"
          className="link-button strong"
          onClick={(event) => {
            event.stopPropagation(); // the row would open its preview over the page
            onOpen(task);
          }}
        >
          {namesOf(task).name}
        </button>
      ),
    },
    { title: t('queue.about'), key: 'about', cell: (task) => task.title ?? task.business_key },
    { title: t('queue.process'), key: 'process', width: 150, cell: (task) => <span className="muted">{namesOf(task).process}</span> },
    { title: t('queue.clauses'), key: 'clauses', width: 230, cell: (task) => <ClauseChips ids={task.clauses} max={2} /> },
    { title: t('queue.who'), key: 'who', width: 110, cell: ({ assignee, completed_by }) => person(completed_by ?? assignee) },
    { title: t('queue.since'), key: 'since', width: 165, cell: (task) => <span className="tabular muted">{moment(task.created_at)}</span> },
  ];
}
