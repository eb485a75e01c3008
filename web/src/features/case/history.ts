/** The steps of a case in words. */
import type { HistoryStep } from '../../api/types';
import { currentLanguage, i18next } from '../../i18n';

export interface Line {
  key: string;
  at: string;
  title: string;
  who: string | null;
  reason: string | null;
  tone: 'person' | 'machine' | 'trouble' | 'end';
}

/** Steps that move no token but must be told: what an operator did, what failed, a due time that changed. */
const TOLD_BY_VERB = ['retry', 'skip', 'correct', 'cancel', 'error', 'recount'];

/** Elements that mean something to a person, in the page's language: named ones, branches (which are questions) left out. */
function telling({ elements }: HistoryStep): string[] {
  return elements
    .filter(({ what, name, element_id }) => what === 'completed' && name !== '' && name !== element_id && !/[?？]$/.test(name))
    .map(({ name, name_en }) => (currentLanguage() === 'en' && name_en ? name_en : name));
}

/** Who did it: a person's name, or null for the system. */
export function person(actor: string): string | null {
  return actor === '' || actor.startsWith('system') ? null : actor;
}

/** The lines of one step: first what was done and how, then what it led to. */
function linesOf(step: HistoryStep): Line[] {
  const { seq, at, kind, actor, reason = null, outcome } = step;
  const names = telling(step);
  const verb = i18next.t(`case.kinds.${kind}`);
  const base = { at, who: person(actor) };
  if (TOLD_BY_VERB.includes(kind)) {
    const title = names[0] ? `${names[0]} · ${verb}` : verb;
    return [{ ...base, key: String(seq), title, reason, tone: kind === 'recount' ? 'machine' : 'trouble' }];
  }
  return names.map((name, index) => ({
    ...base,
    key: `${seq}-${index}`,
    title: index === 0 && kind !== 'start' ? `${name} · ${verb}` : name,
    reason: index === 0 ? reason : null,
    tone: outcome && index === names.length - 1 ? 'end' : person(actor) ? 'person' : 'machine',
  }));
}

/** The whole history as lines, the latest first. */
export function readable(steps: HistoryStep[]): Line[] {
  return steps.flatMap(linesOf).reverse();
}
