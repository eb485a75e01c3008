/** What an operator does about incidents. A reason always goes along. */
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

import { post } from '../../api/http';
import type { Facts } from '../../api/types';

export type Remedy = 'retry' | 'skip' | 'cancel' | 'correct';

export interface Resolution {
  ids: string[];
  remedy: Remedy;
  reason: string;
  data?: Facts;
}

interface Outcome {
  done: number;
  failed: number;
}

async function resolve({ ids, remedy, reason, data }: Resolution): Promise<Outcome> {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    await post(`/incidents/${only}/${remedy}`, data === undefined ? { reason } : { reason, data });
    return { done: 1, failed: 0 };
  }
  const { items } = await post<{ items: { ok: boolean }[] }>('/incidents/bulk', { ids, action: remedy, reason });
  const done = items.filter(({ ok }) => ok).length;
  return { done, failed: items.length - done };
}

/** Resolve one incident or many alike. */
export function useResolve(): UseMutationResult<Outcome, Error, Resolution> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: resolve,
    onSettled: () =>
      Promise.all(['incidents', 'instance', 'instances', 'tasks'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** Read the corrected data; null when it is no JSON object. */
export function readData(text: string): Facts | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Facts) : null;
  } catch {
    return null;
  }
}
