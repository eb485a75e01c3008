import { Table, type TableColumnsType } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { useSession } from '../../api/queries';
import type { Task } from '../../api/types';
import { Clock } from '../../ui/Clock';
import { moment } from '../../ui/format';
import { ClauseChips } from '../clauses/ClauseChip';
import type { Tab } from './filter';

interface Props {
  tab: Tab;
  tasks: Task[];
  current: string | null;
  selected: string[];
  loading: boolean;
  empty: ReactElement;
  onPreview: (task: Task) => void;
  onOpen: (task: Task) => void;
  onSelect: (ids: string[]) => void;
}

/** One calm table: clock, what, about whom, process, clauses, who, since. */
export function QueueTable({ tab, tasks, current, selected, loading, empty, onPreview, onOpen, onSelect }: Props): ReactElement {
  const columns = useColumns(tab, onOpen);
  return (
    <Table<Task>
      className="queue"
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={tasks}
      loading={loading}
      pagination={false}
      locale={{ emptyText: empty }}
      scroll={{ x: 960 }}
      rowClassName={(task) => (task.id === current ? 'row-current' : '')}
      {...(tab === 'department' ? { rowSelection: { selectedRowKeys: selected, onChange: (keys) => onSelect(keys.map(String)) } } : {})}
      onRow={(task) => ({
        onClick: () => onPreview(task),
        onDoubleClick: () => onOpen(task),
        'aria-selected': task.id === current,
        id: `row-${task.id}`,
      })}
    />
  );
}

function useColumns(tab: Tab, onOpen: (task: Task) => void): TableColumnsType<Task> {
  const { t } = useTranslation();
  const { user } = useSession();
  const done = tab === 'done';
  return [
    {
      title: done ? t('queue.finished') : t('queue.clock'),
      key: 'clock',
      width: 150,
      render: (_, task) => (done ? <span className="tabular">{task.completed_at && moment(task.completed_at)}</span> : <Clock dueAt={task.due_at} due={task.due} />),
    },
    {
      title: t('queue.what'),
      key: 'what',
      render: (_, task) => (
        <button type="button" className="link-button strong" onClick={() => onOpen(task)}>
          {task.name}
        </button>
      ),
    },
    { title: t('queue.about'), key: 'about', render: (_, task) => task.title ?? task.business_key ?? '' },
    { title: t('queue.process'), key: 'process', width: 150, render: (_, task) => <span className="muted">{task.process_name}</span> },
    { title: t('queue.clauses'), key: 'clauses', width: 170, render: (_, task) => <ClauseChips ids={task.clauses} max={2} /> },
    {
      title: t('queue.who'),
      key: 'who',
      width: 100,
      render: (_, { assignee, completed_by }) => {
        const who = completed_by ?? assignee;
        if (!who) return <span className="muted">{t('queue.unclaimed')}</span>;
        return who === user.username ? t('queue.me') : who;
      },
    },
    { title: t('queue.since'), key: 'since', width: 150, render: (_, task) => <span className="tabular muted">{moment(task.created_at)}</span> },
  ];
}
