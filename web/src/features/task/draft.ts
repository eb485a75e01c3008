/** Drafts: on this device at once, on the server a moment later, so that neither a crash nor a lost line loses what was typed. */
import { useEffect, useRef, useState } from 'react';

import type { Facts, Task } from '../../api/types';
import { saveDraft } from './actions';

const SAVE_AFTER_MS = 1_500;

const place = (id: string): string => `huxin.draft.${id}`;

/** What this device keeps for an item, or null. */
export function localDraft(id: string): Facts | null {
  const text = localStorage.getItem(place(id));
  if (!text) return null;
  try {
    const draft: unknown = JSON.parse(text);
    return typeof draft === 'object' && draft !== null ? (draft as Facts) : null;
  } catch {
    return null;
  }
}

/** Keep a draft on this device. */
export function keepLocally(id: string, values: Facts): void {
  localStorage.setItem(place(id), JSON.stringify(values));
}

/** Forget this device's draft, after it was submitted or discarded. */
export function forgetDraft(id: string): void {
  localStorage.removeItem(place(id));
}

export type DraftState = { kind: 'none' } | { kind: 'saved'; at: Date } | { kind: 'local' };

/** Keeps what is typed; `keep` is called on every change, `drop` when it was submitted. */
export function useDraft(task: Task): { state: DraftState; keep: (values: Facts) => void; drop: () => void } {
  const [state, setState] = useState<DraftState>({ kind: 'none' });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const save = async (values: Facts): Promise<void> => {
    try {
      await saveDraft(task, values);
      setState({ kind: 'saved', at: new Date() });
    } catch {
      setState({ kind: 'local' });
    }
  };
  return {
    state,
    keep: (values) => {
      keepLocally(task.id, values);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(values), SAVE_AFTER_MS);
    },
    drop: () => {
      clearTimeout(timer.current);
      forgetDraft(task.id);
      setState({ kind: 'none' });
    },
  };
}
