import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Warning } from '../../api/moneyTypes';
import { textOr } from '../../i18n';
import { day } from '../../ui/format';
import { Word } from '../../ui/money';
import { useDepartmentName, usePick } from '../../ui/names';
import { useNow } from '../../ui/now';
import { ClauseChips } from '../clauses/ClauseChip';
import { factText } from '../task/facts';

/** Which tab of the project tells more about a kind of warning. */
const WHERE: Record<string, string> = {
  W1: 'account', W2: 'account', W3: 'account', W4: 'account', W5: 'wages', W6: 'wages', W7: 'people', W8: 'deposit', W9: 'deposit', W10: 'account',
};

/** Warnings as cards: level in words first, what is wrong, whose desk, until when. */
export function WarningList({ warnings, withProject }: { warnings: Warning[]; withProject?: boolean }): ReactElement {
  return (
    <ul className="cards cards-wide warnings">
      {warnings.map((warning) => (
        <WarningCard key={warning.warning_id} warning={warning} withProject={withProject ?? false} />
      ))}
    </ul>
  );
}

function WarningCard({ warning, withProject }: { warning: Warning; withProject: boolean }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const department = useDepartmentName();
  const { colour, kind, project_id, project_name, facts, subject, cleared_on } = warning;
  const to = `/projects/${project_id}?tab=${WHERE[kind] ?? 'warnings'}`;
  return (
    <li className={`card warning ${cleared_on ? 'warning-cleared' : `warning-${colour}`}`}>
      <span className="card-head">
        <span className="warning-level">
          <span aria-hidden="true">{colour === 'red' ? '▲' : '◆'}</span> {t(`warnings.colours.${colour}`)}
        </span>
        <span className="muted tabular">{day(warning.raised_on)}</span>
      </span>
      <Link to={to} className="card-title">
        {pick(warning.title, warning.title_en)}
      </Link>
      {withProject && <Link to={`/projects/${project_id}`}>{project_name}</Link>}
      <div className="small">
        {/^\d{4}-\d{2}$/.test(subject) && <span className="tabular">{subject} · </span>}
        {Object.entries(facts)
          .map(([name, value]) => `${textOr(`warnings.facts.${name}`, name)} ${factText(name, value)}`)
          .join(' · ')}
      </div>
      <div>
        {department(warning.department)} <Handling warning={warning} />
      </div>
      <ClauseChips ids={warning.clauses} />
    </li>
  );
}

function Handling({ warning }: { warning: Warning }): ReactElement {
  const { t } = useTranslation();
  const today = day(useNow());
  const { cleared_on, handled_at, measure_taken, handle_by, told_up } = warning;
  if (cleared_on) return <Word tone="good">{t('warnings.cleared', { day: cleared_on })}</Word>;
  const late = !handled_at && handle_by < today;
  return (
    <>
      {handled_at ? (
        <Word tone="plain">{t('warnings.handled', { what: textOr(`warnings.measures.${measure_taken}`, measure_taken) })}</Word>
      ) : (
        <Word tone={late ? 'bad' : 'wait'}>{late ? t('warnings.overdue') : `${t('warnings.handleBy')} ${handle_by}`}</Word>
      )}
      {told_up && <Word tone="bad">{t('warnings.toldUp')}</Word>}
    </>
  );
}
