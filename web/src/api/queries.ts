/** What the page reads, one query an endpoint; keys begin with the noun so that live notes can refresh them. */
import { queryOptions, useQuery } from '@tanstack/react-query';

import { get, getText, listOf, Problem, type Query } from './http';
import type {
  Application,
  ApplicationSummary,
  Clause,
  Definition,
  Due,
  Firm,
  HistoryStep,
  Incident,
  Instance,
  Named,
  Page,
  Project,
  SampleAccount,
  Session,
  Task,
  TaskCounts,
} from './types';

const HOUR = 3_600_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await get<Session>('/session');
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: HOUR,
  retry: false,
});

/** Sample accounts exist only where everything runs in one process; elsewhere the list is empty. */
export const sampleAccountsQuery = queryOptions({
  queryKey: ['sample-accounts'],
  queryFn: async () => {
    try {
      return listOf(await get<SampleAccount[] | { items: SampleAccount[] }>('/sample-accounts'));
    } catch {
      return [];
    }
  },
  staleTime: HOUR,
});

/** The server's clock where it can be moved, else null: then the machine's own clock counts. */
export const clockQuery = queryOptions({
  queryKey: ['clock'],
  queryFn: async () => {
    try {
      const { now } = await get<{ now: string }>('/clock');
      return { now, readAt: Date.now() };
    } catch {
      return null;
    }
  },
  staleTime: 60_000,
  retry: false,
});

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async () => listOf(await get<Named[] | { items: Named[] }>('/departments')),
  staleTime: HOUR,
});

export const tasksQuery = (filter: Query) => queryOptions({ queryKey: ['tasks', filter], queryFn: () => get<Page<Task>>('/tasks', filter) });

export const taskCountsQuery = queryOptions({ queryKey: ['tasks', 'counts'], queryFn: () => get<TaskCounts>('/tasks/counts') });

export const taskQuery = (id: string) =>
  queryOptions({ queryKey: ['task', id], queryFn: async () => (await get<{ task: Task }>(`/tasks/${encodeURIComponent(id)}`)).task });

export const instanceQuery = (id: string) =>
  queryOptions({ queryKey: ['instance', id], queryFn: async () => (await get<{ instance: Instance }>(`/instances/${encodeURIComponent(id)}`)).instance });

export const instancesQuery = (filter: Query) =>
  queryOptions({ queryKey: ['instances', filter], queryFn: () => get<Page<Instance>>('/instances', filter) });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['instance', id, 'history'],
    queryFn: async () => listOf(await get<HistoryStep[] | { items: HistoryStep[] }>(`/instances/${encodeURIComponent(id)}/history`)),
  });

export const diagramQuery = (of: 'instances' | 'processes', id: string) =>
  queryOptions({ queryKey: ['diagram', of, id], queryFn: () => getText(`/${of}/${encodeURIComponent(id)}/diagram`), staleTime: HOUR });

/** How a limit in working days is counted from a day; the same for every item with the same day and length. */
export const dueQuery = (due: { start: string; duration: string; count: string; jurisdiction: string }) =>
  queryOptions({ queryKey: ['due', due], queryFn: () => get<Due>('/calendar/due', due), staleTime: HOUR, retry: false });

export const definitionsQuery = queryOptions({
  queryKey: ['processes'],
  queryFn: async () => listOf(await get<Definition[] | { items: Definition[] }>('/processes')),
});

export const incidentsQuery = (filter: Query) =>
  queryOptions({ queryKey: ['incidents', filter], queryFn: () => get<Page<Incident>>('/incidents', filter) });

export const applicationsQuery = (filter: Query) =>
  queryOptions({ queryKey: ['applications', filter], queryFn: () => get<Page<ApplicationSummary>>('/permit-applications', filter) });

export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ['application', id],
    queryFn: () => get<Application>(`/permit-applications/${encodeURIComponent(id)}`),
  });

export const projectsQuery = (filter: Query) => queryOptions({ queryKey: ['projects', filter], queryFn: () => get<Page<Project>>('/projects', filter) });

export const firmsQuery = queryOptions({
  queryKey: ['firms'],
  queryFn: async () => listOf(await get<Firm[] | { items: Firm[] }>('/firms')),
  staleTime: HOUR,
});

export const clausesQuery = queryOptions({
  queryKey: ['clauses'],
  queryFn: async () => listOf(await get<Clause[] | { items: Clause[] }>('/clauses')),
  staleTime: HOUR,
});

export const clauseQuery = (id: string) =>
  queryOptions({
    queryKey: ['clause', id],
    queryFn: () => get<Clause>(`/clauses/${encodeURIComponent(id)}`),
    staleTime: HOUR,
    retry: false,
  });

/** The signed-in session; only used below the sign-in gate. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('no session');
  return data;
}
