/** History entries in words. */
import type { HistoryEntry } from '../../api/types';
import { i18next, textOr } from '../../i18n';

const SILENT = ['entered', 'opened'];
const ALIKE_MS = 2_000;

/** Entries that say something to a person: named steps, without mere entries and without repetitions of the same moment. */
export function readable(entries: HistoryEntry[]): HistoryEntry[] {
  const told: HistoryEntry[] = [];
  for (const entry of entries) {
    if (SILENT.includes(entry.what)) continue;
    if (entry.what === 'completed' && !entry.name) continue;
    const before = told.at(-1);
    if (before && sameStep(before, entry)) {
      told[told.length - 1] = { ...before, actor: before.actor ?? entry.actor ?? null, reason: before.reason ?? entry.reason ?? null };
    } else told.push(entry);
  }
  return told;
}

function sameStep(one: HistoryEntry, other: HistoryEntry): boolean {
  const near = Math.abs(Date.parse(one.at) - Date.parse(other.at)) < ALIKE_MS;
  const completion = (entry: HistoryEntry): boolean => entry.what === 'completed' || entry.what === 'task_completed';
  return near && one.element_id !== undefined && one.element_id === other.element_id && completion(one) && completion(other);
}

/** An entry's title: the step's name and what became of it. */
export function entryTitle({ what, name }: HistoryEntry): string {
  const words = textOr(`case.events.${what}`, i18next.t('case.events.other'));
  return name ? `${name} · ${words}` : words;
}
