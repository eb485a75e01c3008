import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Space } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { taskQuery } from '../../api/queries';
import type { Task } from '../../api/types';
import { Clock } from '../../ui/Clock';
import { moment } from '../../ui/format';
import { useDepartmentName, useTaskNames } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { ClauseChips } from '../clauses/ClauseChip';
import { Findings } from '../task/Findings';
import { FactList } from '../task/FactList';
import { shownFacts } from '../task/facts';

interface Props {
  id: string | null;
  onClose: () => void;
  onOpen: (task: Task) => void;
  onClaim: (task: Task) => void;
  onRelease: (task: Task) => void;
}

/** An item beside the list, without leaving it. */
export function Preview({ id, onClose, onOpen, onClaim, onRelease }: Props): ReactElement {
  const { t } = useTranslation();
  const query = useQuery({ ...taskQuery(id ?? ''), enabled: id !== null });
  const task = query.data;
  const namesOf = useTaskNames();
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={460}
      mask={false}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- switched off, so that keys stay with the list
      autoFocus={false}
      focusable={{ trap: false }}
      title={task ? namesOf(task).name : t('queue.preview')}
      footer={
        task && (
          <Space wrap>
            <Button type="primary" onClick={() => onOpen(task)}>
              {t('queue.open')}
            </Button>
            {task.state === 'open' && <Button onClick={() => onClaim(task)}>{t('queue.claim')}</Button>}
            {task.state === 'claimed' && <Button onClick={() => onRelease(task)}>{t('queue.release')}</Button>}
          </Space>
        )
      }
    >
      {id !== null && <Loaded query={query}>{(loaded) => <Summary task={loaded} />}</Loaded>}
    </Drawer>
  );
}

function Summary({ task }: { task: Task }): ReactElement {
  const { t } = useTranslation();
  const departmentName = useDepartmentName();
  const namesOf = useTaskNames();
  return (
    <div className="stack">
      <dl className="facts">
        <div className="fact">
          <dt>{t('queue.clock')}</dt>
          <dd>
            <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />
          </dd>
        </div>
        <div className="fact">
          <dt>{t('queue.about')}</dt>
          <dd>{task.title ?? task.business_key}</dd>
        </div>
        <div className="fact">
          <dt>{t('queue.process')}</dt>
          <dd>{namesOf(task).process}</dd>
        </div>
        <div className="fact">
          <dt>{t('app.department')}</dt>
          <dd>{departmentName(task.department)}</dd>
        </div>
        <div className="fact">
          <dt>{t('queue.clauses')}</dt>
          <dd>
            <ClauseChips ids={task.clauses} />
          </dd>
        </div>
        <div className="fact">
          <dt>{t('queue.since')}</dt>
          <dd className="tabular">{moment(task.created_at)}</dd>
        </div>
      </dl>
      <Findings data={task.data ?? {}} />
      <h3>{t('task.facts')}</h3>
      <FactList facts={shownFacts(task.data ?? {})} />
    </div>
  );
}
