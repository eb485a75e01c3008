/** Instance data as facts that a person can read: names and values in words, money in yuan, decisions left to their own cards. */
import type { Decision, Facts } from '../../api/types';
import { i18next } from '../../i18n';
import { day, yuan } from '../../ui/format';
import { valueName } from '../../ui/names';

const TECHNICAL = /(^|_)(id|ids|code|version|hash|state|actor)$|^(jurisdiction|request|data|facts|outcome)$/;

/** Is this value a decision with its reasons? */
export function isDecision(value: unknown): value is Decision {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return 'outcome' in record && Array.isArray(record['reasons']) && Array.isArray(record['missing']);
}

/** Decisions among the data, in the order in which they were made. */
export function decisionsIn(data: Facts): Decision[] {
  return Object.entries(data)
    .filter((entry): entry is [string, Decision] => isDecision(entry[1]))
    .map(([name, decision]) => ({ ...decision, decision: decision.decision || name }));
}

/** Plain facts: no decisions, no records of the machine, no ids; the parties by the names under which they were registered. */
export function shownFacts(data: Facts): Facts {
  const plain = Object.entries(data).filter(([name, value]) => !TECHNICAL.test(name) && (typeof value !== 'object' || value === null || Array.isArray(value)));
  const { construction_unit, general_contractor } = (data['registration'] ?? {}) as Facts;
  const parties = Object.entries({ construction_unit, general_contractor }).filter(([, name]) => typeof name === 'string');
  return Object.fromEntries([...plain, ...parties]);
}

/** A fact's value in words. */
export function factText(name: string, value: unknown): string {
  if (value === null) return i18next.t('app.none');
  if (value === undefined || value === '') return i18next.t('app.unknown');
  if (typeof value === 'boolean') return i18next.t(value ? 'app.yes' : 'app.no');
  if (typeof value === 'number') return name.endsWith('_fen') ? `¥${yuan(value)}` : String(value);
  if (Array.isArray(value)) return value.map((each) => factText(name, each)).join('、');
  if (typeof value === 'string') return /_(on|until|at)$/.test(name) && value.includes('T') ? day(value) : valueName(value);
  return JSON.stringify(value);
}
