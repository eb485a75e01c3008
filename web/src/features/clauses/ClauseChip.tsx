import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

/** A clause's number; pressing it opens the clause beside the page, and Back closes it. */
export function ClauseChip({ id }: { id: string }): ReactElement {
  const { t } = useTranslation();
  const [, setParameters] = useSearchParams();
  return (
    <button
      type="button"
      className="chip"
      aria-label={t('clauses.openClause', { id })}
      onClick={(event) => {
        event.stopPropagation();
        setParameters((now) => {
          now.set('clause', id);
          return now;
        });
      }}
    >
      {id}
    </button>
  );
}

/** Several clause chips in a row; `max` keeps a table's row low. */
export function ClauseChips({ ids, max }: { ids: string[] | undefined; max?: number }): ReactElement | null {
  if (!ids || ids.length === 0) return null;
  const shown = max === undefined ? ids : ids.slice(0, max);
  return (
    <span className="chips">
      {shown.map((id) => (
        <ClauseChip key={id} id={id} />
      ))}
      {shown.length < ids.length && <span className="muted">+{ids.length - shown.length}</span>}
    </span>
  );
}
