import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { tasksQuery } from '../../api/queries';
import { Clock } from '../../ui/Clock';
import { useTaskNames } from '../../ui/names';

/** What the reader must do about this application now, for example supply a missing annex. */
export function OpenTasks({ applicationId }: { applicationId: string }): ReactElement | null {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const namesOf = useTaskNames();
  const query = useQuery(tasksQuery({ business_key: applicationId, state: 'all', limit: 50 }));
  const open = (query.data?.items ?? []).filter(({ state }) => state === 'open' || state === 'claimed');
  if (open.length === 0) return null;
  return (
    <section className="missing no-print">
      <h2>{t('application.yourTurn')}</h2>
      <ul className="plain">
        {open.map((task) => (
          <li key={task.id} className="turn">
            <span>
              {namesOf(task).name} <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />
            </span>
            <Button type="primary" onClick={() => void navigate(`/tasks/${task.id}`)}>
              {t('queue.open')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
