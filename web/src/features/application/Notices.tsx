import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Notice } from '../../api/types';
import { day } from '../../ui/format';
import { useDepartmentName, usePick } from '../../ui/names';
import { ClauseChips } from '../clauses/ClauseChip';

/** What the parties were told, with each duty and its last day. */
export function Notices({ notices }: { notices: Notice[] }): ReactElement | null {
  const { t } = useTranslation();
  const pick = usePick();
  const departmentName = useDepartmentName();
  if (notices.length === 0) return null;
  return (
    <section>
      <h2>{t('application.notices')}</h2>
      {notices.map((notice) => (
        <article key={notice.id} className="notice">
          <p>
            {pick(notice.text, notice.text_en)} <ClauseChips ids={notice.clauses} />
          </p>
          <ul className="reasons">
            {notice.duties.map((duty) => (
              <li key={duty.kind}>
                {pick(duty.text, duty.text_en)} <strong>{t('application.dueOn', { on: duty.due_on })}</strong> <ClauseChips ids={duty.clauses} />
                {duty.provisional && <div className="small muted">{t('application.provisional')}</div>}
              </li>
            ))}
          </ul>
          <p className="muted small">
            {departmentName(notice.addressee)} · <span className="tabular">{day(notice.created_at)}</span>
          </p>
        </article>
      ))}
    </section>
  );
}
