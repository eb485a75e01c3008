/** Decisions, permit applications, projects and clauses as the API answers them. */
import type { Facts } from './types';

export interface Reason {
  text: string;
  text_en?: string;
  code?: string;
  clauses: string[];
  facts?: Facts;
}

export interface Parameter {
  name?: string;
  value: unknown;
  unit?: string | null;
  since?: string | null;
  until?: string | null;
  label_zh?: string;
  label_en?: string;
  source?: string;
  clauses?: string[];
}

export interface Decision {
  decision: string;
  jurisdiction?: string;
  on?: string;
  outcome: string | number;
  reasons: Reason[];
  missing: string[];
  parameters?: Parameter[] | Record<string, Parameter>;
  version?: string;
}

export interface Duty {
  kind: string;
  text: string;
  text_en?: string;
  due_on: string;
  provisional?: boolean;
  clauses: string[];
}

export interface Notice {
  id: string;
  kind: string;
  addressee: string;
  text: string;
  text_en?: string;
  clauses: string[];
  created_at: string;
  duties: Duty[];
}

export interface Party {
  credit_code: string;
  name: string;
}

export type ApplicationState = 'submitted' | 'under_review' | 'granted' | 'refused' | 'out_of_scope' | 'withdrawn';

/** An application as lists show it. */
export interface ApplicationSummary {
  id: string;
  project_id: string;
  project_name: string;
  jurisdiction: string;
  construction_unit: Party;
  general_contractor: Party;
  state: ApplicationState;
  late: boolean;
  submitted_at: string;
  submitted_by: string;
  closed_at: string | null;
}

export interface Application extends ApplicationSummary {
  facts: Facts;
  scope: Decision | null;
  gate: Decision | null;
  notices: Notice[];
  permit: { id: string; number: string; issued_on: string } | null;
  instance_id: string | null;
}

export interface Firm {
  credit_code: string;
  name: string;
  kind: string;
}

export interface Project {
  id: string;
  name: string;
  jurisdiction: string;
  construction_unit: string;
  general_contractor: string;
  created_at: string;
}

export interface Clause {
  id: string;
  jurisdiction?: string;
  article?: string | null;
  kind?: string;
  executable?: string;
  process?: string | null;
  gist_zh: string;
  gist_en?: string;
  note_zh?: string;
  note_en?: string;
  parties?: string[];
  related?: string[];
  parameters?: Parameter[];
}
