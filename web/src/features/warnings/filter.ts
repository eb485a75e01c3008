/** What the warnings page shows, kept in the address, and how warnings are counted and ordered. */
import type { Warning } from '../../api/moneyTypes';
import type { Query } from '../../api/http';

export interface Filter {
  colour: '' | 'red' | 'yellow';
  kind: string;
  department: string;
  cleared: boolean;
}

const MOST = 100;

/** Read the filter from an address; anything unknown falls back to the default. */
export function readFilter(parameters: URLSearchParams): Filter {
  const colour = parameters.get('colour');
  const kind = parameters.get('kind') ?? '';
  return {
    colour: colour === 'red' || colour === 'yellow' ? colour : '',
    kind: /^W([1-9]|10)$/.test(kind) ? kind : '',
    department: parameters.get('department') ?? '',
    cleared: parameters.get('cleared') === '1',
  };
}

/** The request for a filter; the department is chosen here, since the server does not know that filter. */
export function request({ kind, cleared }: Filter, cursor?: string): Query {
  return { kind, state: cleared ? 'all' : 'open', limit: MOST, cursor };
}

/** The warnings that fit, red before yellow, then what must be handled first. */
export function fitting(warnings: Warning[], { colour, department }: Filter): Warning[] {
  return warnings
    .filter((each) => (colour === '' || each.colour === colour) && (department === '' || each.department === department))
    .sort((one, other) => Number(one.cleared_on !== null) - Number(other.cleared_on !== null) || one.colour.localeCompare(other.colour) || one.handle_by.localeCompare(other.handle_by));
}

/** How many open warnings there are of each level. */
export function counts(warnings: Warning[]): { red: number; yellow: number } {
  const open = warnings.filter(({ cleared_on }) => cleared_on === null);
  const red = open.filter(({ colour }) => colour === 'red').length;
  return { red, yellow: open.length - red };
}
