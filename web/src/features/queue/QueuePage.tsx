import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Select, Space, Tabs } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import { definitionsQuery, taskCountsQuery, tasksQuery } from '../../api/queries';
import type { Page, Task } from '../../api/types';
import { usePhone } from '../../app/theme';
import { usePick } from '../../ui/names';
import { Failed, Loading, Nothing, useProblemWords } from '../../ui/States';
import { claimAll, useTaskAction } from '../task/actions';
import { isNarrowed, taskRequest, useFilter, type Filter, type Tab } from './filter';
import { useQueueKeys } from './keys';
import { Preview } from './Preview';
import { QueueCards } from './QueueCards';
import { QueueTable } from './QueueTable';

/** The work queue of a person and of their department. */
export function QueuePage(): ReactElement {
  const { t } = useTranslation();
  const [filter, change] = useFilter();
  const counts = useQuery(taskCountsQuery);
  const label = (tab: Tab): string => {
    const count = { mine: counts.data?.mine, department: counts.data?.open, done: undefined }[tab];
    return count === undefined ? t(`queue.tabs.${tab}`) : `${t(`queue.tabs.${tab}`)} ${count}`;
  };
  return (
    <>
      <div className="page-head">
        <h1>{t('queue.title')}</h1>
        {!!counts.data?.overdue && (
          <Button type="text" danger onClick={() => change({ tab: 'department', overdue: true })}>
            {t('queue.summary.overdue')} {counts.data.overdue}
          </Button>
        )}
      </div>
      <Tabs
        activeKey={filter.tab}
        onChange={(tab) => change({ tab: tab as Tab })}
        items={(['mine', 'department', 'done'] as const).map((tab) => ({ key: tab, label: label(tab) }))}
      />
      <Toolbar filter={filter} change={change} />
      <QueueList key={filter.tab} filter={filter} change={change} />
    </>
  );
}

interface FilterProps {
  filter: Filter;
  change: (part: Partial<Filter>) => void;
}

function Toolbar({ filter, change }: FilterProps): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const definitions = useQuery(definitionsQuery);
  const names = new Map(definitions.data?.map((definition) => [definition.key, pick(definition.name_zh, definition.name_en)]));
  return (
    <Space wrap className="toolbar">
      <Select
        aria-label={t('queue.process')}
        value={filter.process}
        className="select"
        onChange={(process) => change({ process })}
        options={[{ value: '', label: t('queue.allProcesses') }, ...[...names].map(([value, text]) => ({ value, label: text }))]}
      />
      <Select
        aria-label={t('queue.sort.due')}
        value={filter.sort}
        className="select"
        onChange={(sort) => change({ sort })}
        options={(['due', 'since'] as const).map((value) => ({ value, label: t(`queue.sort.${value}`) }))}
      />
      {filter.tab !== 'done' && (
        <Checkbox checked={filter.overdue} onChange={(event) => change({ overdue: event.target.checked })}>
          {t('queue.onlyOverdue')}
        </Checkbox>
      )}
    </Space>
  );
}

function QueueList({ filter, change }: FilterProps): ReactElement {
  const { t } = useTranslation();
  const phone = usePhone();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const [selected, setSelected] = useState<string[]>([]);
  const query = useQuery({ ...tasksQuery(taskRequest(filter)), placeholderData: keepPreviousData });
  const tasks = query.data?.items ?? [];
  const current = parameters.get('task');
  const show = (id: string | null): void =>
    setParameters(
      (now) => {
        if (id) now.set('task', id);
        else now.delete('task');
        return now;
      },
      { replace: true },
    );
  const open = (task: Task): void => void navigate(`/tasks/${task.id}`);
  const { claim, release } = useRowActions();
  useQueueKeys({ tasks, current, show, open, claim, release });
  if (query.error && !query.data) return <Failed error={query.error} retry={query.refetch} />;
  if (query.isPending) return <Loading rows={10} />;
  const empty = <Nothing text={t(isNarrowed(filter) ? 'queue.empty.filtered' : `queue.empty.${filter.tab}`)} />;
  return (
    <>
      {selected.length > 0 && <BulkBar tasks={tasks.filter(({ id }) => selected.includes(id))} clear={() => setSelected([])} />}
      {phone ? (
        tasks.length === 0 ? (
          empty
        ) : (
          <QueueCards tasks={tasks} onOpen={open} />
        )
      ) : (
        <QueueTable
          tab={filter.tab}
          tasks={tasks}
          current={current}
          selected={selected}
          empty={empty}
          onPreview={(task) => show(task.id)}
          onOpen={open}
          onSelect={setSelected}
        />
      )}
      <Pager page={query.data} filter={filter} change={change} />
      {!phone && <Preview id={current} onClose={() => show(null)} onOpen={open} onClaim={claim} onRelease={release} />}
    </>
  );
}

function useRowActions(): { claim: (task: Task) => void; release: (task: Task) => void } {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useProblemWords();
  const claiming = useTaskAction('claim');
  const releasing = useTaskAction('release');
  const onError = (error: Error): void => {
    const { title, fix } = words(error);
    void message.error(`${title}。${fix}`);
  };
  return {
    claim: (task) => claiming.mutate({ task }, { onSuccess: () => void message.success(t('queue.claimed')), onError }),
    release: (task) => releasing.mutate({ task }, { onSuccess: () => void message.success(t('queue.released')), onError }),
  };
}

function BulkBar({ tasks, clear }: { tasks: Task[]; clear: () => void }): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const claim = async (): Promise<void> => {
    const { done, failed } = await claimAll(tasks);
    void message.info(t('queue.claimedSome', { done, failed }));
    clear();
    await client.invalidateQueries({ queryKey: ['tasks'] });
  };
  return (
    <Space className="bulk" role="region" aria-label={t('queue.selected', { n: tasks.length })}>
      <span>{t('queue.selected', { n: tasks.length })}</span>
      <Button size="small" type="primary" onClick={() => void claim()}>
        {t('queue.claimSelected')}
      </Button>
      <Button size="small" onClick={clear}>
        {t('app.cancel')}
      </Button>
    </Space>
  );
}

function Pager({ page, filter, change }: FilterProps & { page: Page<Task> | undefined }): ReactElement | null {
  const { t } = useTranslation();
  const next = page?.next_cursor;
  if (!next && !filter.cursor && !page?.total) return null;
  return (
    <Space className="pager">
      {page?.total !== undefined && page.total !== null && <span className="muted">{t('queue.total', { total: page.total })}</span>}
      {filter.cursor && <Button onClick={() => change({ cursor: '' })}>{t('queue.first')}</Button>}
      {next && <Button onClick={() => change({ cursor: next })}>{t('queue.next')}</Button>}
    </Space>
  );
}
