import { useHotkeys } from 'react-hotkeys-hook';

import type { Task } from '../../api/types';

interface Options {
  tasks: Task[];
  current: string | null;
  show: (id: string | null) => void;
  open: (task: Task) => void;
  claim: (task: Task) => void;
  release: (task: Task) => void;
}

/** The item `step` rows away from the current one, staying within the list. */
export function neighbour(tasks: Task[], current: string | null, step: number): Task | undefined {
  const at = tasks.findIndex(({ id }) => id === current);
  if (at < 0) return tasks[step > 0 ? 0 : tasks.length - 1];
  return tasks[Math.min(tasks.length - 1, Math.max(0, at + step))];
}

/** j k move, Enter and e open, c claims, r puts back. Enter on a button or link stays that button's own. */
export function useQueueKeys({ tasks, current, show, open, claim, release }: Options): void {
  const task = tasks.find(({ id }) => id === current);
  const move = (step: number): void => {
    const next = neighbour(tasks, current, step);
    if (!next) return;
    show(next.id);
    document.getElementById(`row-${next.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  useHotkeys('j', () => move(1), [tasks, current]);
  useHotkeys('k', () => move(-1), [tasks, current]);
  useHotkeys(
    'enter',
    (event) => {
      const onControl = event.target instanceof Element && event.target.closest('button, a, [role="tab"], [role="combobox"]');
      if (task && !onControl) open(task);
    },
    [task],
  );
  useHotkeys('e', () => task && open(task), [task]);
  useHotkeys('c', () => task?.state === 'open' && claim(task), [task]);
  useHotkeys('r', () => task?.state === 'claimed' && release(task), [task]);
}
