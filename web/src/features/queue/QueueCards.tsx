import type { ReactElement } from 'react';

import type { Task } from '../../api/types';
import { Clock } from '../../ui/Clock';
import { useTaskNames } from '../../ui/names';
import { ClauseChips } from '../clauses/ClauseChip';

/** The queue on a telephone: one card an item, no table. */
export function QueueCards({ tasks, onOpen }: { tasks: Task[]; onOpen: (task: Task) => void }): ReactElement {
  const namesOf = useTaskNames();
  return (
    <ul className="cards">
      {tasks.map((task) => (
        <li key={task.id} className="card">
          <Clock dueAt={task.due_at} due={task.due} jurisdiction={task.jurisdiction} />
          <button type="button" className="link-button card-title" onClick={() => onOpen(task)}>
            {namesOf(task).name}
          </button>
          <span>{task.title ?? task.business_key}</span>
          <span className="muted">{namesOf(task).process}</span>
          <ClauseChips ids={task.clauses} max={4} />
        </li>
      ))}
    </ul>
  );
}
