/** What the queue shows, kept in the address: tab, search, process, order, place in the pages. */
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

import type { Query } from '../../api/http';

export type Tab = 'mine' | 'department' | 'done';
export type Sort = 'due' | 'since';

export interface Filter {
  tab: Tab;
  q: string;
  process: string;
  overdue: boolean;
  sort: Sort;
  cursor: string;
}

const PAGE = 50;
const TABS: Tab[] = ['mine', 'department', 'done'];

/** Read the filter from an address; anything unknown falls back to the default. */
export function readFilter(parameters: URLSearchParams): Filter {
  const tab = parameters.get('tab') as Tab;
  return {
    tab: TABS.includes(tab) ? tab : 'mine',
    q: parameters.get('q') ?? '',
    process: parameters.get('process') ?? '',
    overdue: parameters.get('overdue') === '1',
    sort: parameters.get('sort') === 'since' ? 'since' : 'due',
    cursor: parameters.get('cursor') ?? '',
  };
}

/** The request that fetches what the filter names. */
export function taskRequest({ tab, q, process, overdue, sort, cursor }: Filter): Query {
  const state = { mine: 'claimed', department: 'open', done: 'done' }[tab];
  const assignee = tab === 'department' ? undefined : 'me';
  return { state, assignee, q, process, overdue: overdue || undefined, sort, cursor, limit: PAGE };
}

/** Does the filter leave anything out beyond its tab? */
export function isNarrowed({ q, process, overdue }: Filter): boolean {
  return q !== '' || process !== '' || overdue;
}

/** The address's filter, and a way to change it that goes back to the first page. */
export function useFilter(): [Filter, (change: Partial<Filter>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filter = useMemo(() => readFilter(parameters), [parameters]);
  const change = (part: Partial<Filter>): void => {
    setParameters((now) => {
      if (!('cursor' in part)) now.delete('cursor');
      now.delete('task');
      for (const [name, value] of Object.entries(part)) {
        if (value === '' || value === false) now.delete(name);
        else now.set(name, value === true ? '1' : value);
      }
      return now;
    });
  };
  return [filter, change];
}
