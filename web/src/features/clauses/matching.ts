import type { Clause } from '../../api/types';

/** Clauses of a place (empty: all) in which every word that was typed occurs, in number or gist. */
export function matching(clauses: Clause[], typed: string, place: string): Clause[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return clauses.filter((clause) => {
    if (place && clause.jurisdiction !== place) return false;
    const text = `${clause.id} ${clause.article ?? ''} ${clause.gist_zh} ${clause.gist_en ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
