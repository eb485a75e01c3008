/** What a person does with a work item. Each action refreshes what it changed, also when it was refused. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

import { post } from '../../api/http';
import type { Facts, Task } from '../../api/types';

type Verb = 'claim' | 'release' | 'complete' | 'draft';

interface Written {
  task: Task;
}

async function act(task: Task, verb: Verb, data?: Facts): Promise<Written> {
  return post<Written>(`/tasks/${task.id}/${verb}`, data === undefined ? {} : { data }, { version: task.version });
}

export interface TaskAction {
  task: Task;
  data?: Facts;
}

/** Claim, release or complete one item. */
export function useTaskAction(verb: 'claim' | 'release' | 'complete'): UseMutationResult<Written, Error, TaskAction> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ task, data }: TaskAction) => act(task, verb, data),
    onSettled: (_written, _error, { task }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['tasks'] }),
        client.invalidateQueries({ queryKey: ['task', task.id] }),
        client.invalidateQueries({ queryKey: ['instance', task.instance_id] }),
      ]),
  });
}

/** Claim several items one after the other; one that somebody else took does not stop the rest. */
export async function claimAll(tasks: Task[]): Promise<{ done: number; failed: number }> {
  let done = 0;
  for (const task of tasks) {
    try {
      await act(task, 'claim');
      done += 1;
    } catch {
      // Counted by the difference: the list shows afterwards who has it.
    }
  }
  return { done, failed: tasks.length - done };
}

/** Keep a draft on the server; answers the item with its new version. */
export async function saveDraft(task: Task, data: Facts): Promise<Written> {
  return act(task, 'draft', data);
}
