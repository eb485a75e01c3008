import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

export type LiveState = 'open' | 'polling';

interface Note {
  kind: 'task' | 'instance' | 'incident';
  id?: string;
}

const POLL_MS = 15_000;
const GATHER_MS = 300;

/** Which queries a note makes stale, by the first part of their keys. */
const TOUCHED: Record<Note['kind'], string[]> = {
  task: ['tasks', 'task'],
  instance: ['instances', 'instance', 'applications', 'application', 'projects', 'money'],
  incident: ['incidents', 'instance'],
};

/** Refresh what changed; a burst of notes makes one refresh. */
export function refresher(client: QueryClient): { note: (note: Note) => void; all: () => void; stop: () => void } {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
    waiting.clear();
  };
  const add = (keys: string[]): void => {
    keys.forEach((key) => waiting.add(key));
    timer ??= setTimeout(flush, GATHER_MS);
  };
  return {
    note: ({ kind }) => add(TOUCHED[kind]),
    all: () => add(Object.values(TOUCHED).flat()),
    stop: () => clearTimeout(timer),
  };
}

function readNote(text: string): Note | null {
  try {
    const note = JSON.parse(text) as Partial<Note>;
    return note.kind && note.kind in TOUCHED ? (note as Note) : null;
  } catch {
    return null;
  }
}

/** Keeps the open page fresh: by server-sent events, and by polling while these are away. */
export function useLive(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('polling');
  useEffect(() => {
    const refresh = refresher(client);
    const source = new EventSource('/api/v1/events');
    const hear = (event: MessageEvent<string>): void => {
      const note = readNote(event.data);
      if (note) refresh.note(note);
    };
    source.onopen = () => setState('open');
    source.onerror = () => setState('polling');
    source.onmessage = hear;
    for (const kind of Object.keys(TOUCHED)) source.addEventListener(kind, hear as EventListener);
    const poll = setInterval(() => {
      if (source.readyState !== EventSource.OPEN && !document.hidden) refresh.all();
    }, POLL_MS);
    return () => {
      source.close();
      clearInterval(poll);
      refresh.stop();
    };
  }, [client]);
  return state;
}
