/** The shapes of `/api/v1`. Times are ISO 8601 with offset, money is integer fen, ids are UUIDv7 strings. */

export interface User {
  username: string;
  name: string;
  name_en?: string;
  /** The department that the person works for. */
  department: string;
  /** That department and the functions that it fills in its jurisdiction. */
  departments: string[];
  roles: string[];
  jurisdiction: string;
  /** Credit codes of the firms that the person acts for; empty for a public body. */
  firms: string[];
}

export interface Session {
  user: User;
  csrf: string;
}

export interface SampleAccount {
  username: string;
  password: string;
  name_zh: string;
  name_en: string;
  department: string;
  jurisdiction: string;
  roles: string[];
}

export interface Named {
  id: string;
  name_zh: string;
  name_en?: string;
}

export interface SkippedDay {
  day: string;
  reason: string;
}

/** How a due time was counted. */
export interface Due {
  start?: string;
  duration?: string;
  count?: 'working' | 'calendar' | 'clock';
  clause?: string | null;
  /** Provisions on which the counting itself rests. */
  clauses?: string[];
  /** Days passed over; lists leave them empty, see `useDue`. */
  skipped?: SkippedDay[];
  provisional?: boolean;
}

export type TaskState = 'open' | 'claimed' | 'completed' | 'cancelled';

export interface Task {
  id: string;
  version: number;
  instance_id: string;
  process: string;
  process_name: string;
  /** English names are empty where a diagram has none. */
  process_name_en?: string;
  element_id: string;
  name: string;
  name_en?: string;
  department: string | null;
  roles: string[];
  state: TaskState;
  assignee: string | null;
  form_key: string | null;
  due_at: string | null;
  due: Due | null;
  priority: number;
  jurisdiction: string;
  business_key: string | null;
  title: string | null;
  clauses: string[];
  created_at: string;
  completed_at: string | null;
  completed_by: string | null;
  form?: FormSchema | null;
  data?: Facts;
  draft?: Facts | null;
}

export type Facts = Record<string, unknown>;

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
  total?: number | null;
}

export interface TaskCounts {
  open: number;
  mine: number;
  overdue: number;
}

export interface FormOption {
  label: string;
  value: string | boolean | number;
  properties?: Record<string, unknown>;
}

/** One component of a form-js schema (only the members that the page reads). */
export interface FormComponent {
  type: string;
  id?: string;
  key?: string;
  label?: string;
  description?: string;
  text?: string;
  disabled?: boolean;
  readonly?: boolean;
  defaultValue?: unknown;
  values?: FormOption[];
  components?: FormComponent[];
  subtype?: 'date' | 'time' | 'datetime';
  validate?: {
    required?: boolean;
    min?: number;
    max?: number;
    minLength?: number;
    maxLength?: number;
    pattern?: string;
  };
  conditional?: { hide?: string };
  properties?: Record<string, unknown>;
}

export interface FormSchema {
  id?: string;
  properties?: Record<string, unknown>;
  components: FormComponent[];
}

export interface Token {
  element_id: string;
  state: 'waiting' | 'done' | 'failed';
  kind: string;
}

export interface Incident {
  id: string;
  kind: string;
  state: string;
  code?: string;
  title: string;
  detail: string;
  attempts: number;
  created_at: string;
  next_retry_at: string | null;
  instance_id: string | null;
  instance_title: string | null;
  business_key: string | null;
  element_id: string | null;
  stimulus: unknown;
  reason: string | null;
  resolved_at: string | null;
  resolved_by: string | null;
  raw?: string;
}

export interface Timer {
  element_id: string;
  name?: string;
  name_en?: string;
  due_at: string;
}

export interface Instance {
  id: string;
  process: string;
  process_name?: string;
  process_name_en?: string;
  version: number;
  jurisdiction: string;
  business_key: string | null;
  title: string | null;
  state: string;
  data?: Facts;
  started_at: string;
  ended_at: string | null;
  outcome: string | null;
  tokens?: Token[];
  done_elements?: string[];
  tasks?: Task[];
  timers?: Timer[];
  incidents?: Incident[];
}

/** One step of a case: its cause, who caused it, and the elements passed. */
export interface HistoryStep {
  seq: number;
  at: string;
  kind: 'start' | 'complete' | 'reply' | 'error' | 'message' | 'timer' | 'retry' | 'skip' | 'correct' | 'cancel' | 'recount';
  actor: string;
  elements: { element_id: string; name: string; name_en?: string; what: 'entered' | 'completed' | 'cancelled'; clauses: string[] }[];
  reason?: string;
  outcome?: string;
}

export interface Definition {
  id: string;
  key: string;
  version: number;
  name_zh: string;
  name_en?: string;
  hash: string;
  effective_on: string | null;
  jurisdictions: string[];
}

export type * from './lawTypes';
