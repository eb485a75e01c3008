import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { applicationQuery } from '../../api/queries';
import type { Application, Instance } from '../../api/types';
import { day } from '../../ui/format';
import { usePick } from '../../ui/names';
import { ClauseChips } from '../clauses/ClauseChip';

/** Permit and notices of the application that a case is about. */
export function Documents({ instance }: { instance: Instance }): ReactElement {
  const { t } = useTranslation();
  const id = instance.data?.['application_id'];
  const query = useQuery({ ...applicationQuery(String(id)), enabled: typeof id === 'string', retry: false });
  const application = query.data;
  if (!application) return <p className="muted">{t('task.documentsNone')}</p>;
  return <List application={application} />;
}

function List({ application }: { application: Application }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  return (
    <ul className="plain">
      <li>
        <Link to={`/applications/${application.id}`}>{t('application.title')}</Link>{' '}
        <span className="muted tabular">{day(application.submitted_at)}</span>
      </li>
      {application.notices.map((notice) => (
        <li key={notice.id}>
          {pick(notice.text, notice.text_en)} <span className="muted tabular">{day(notice.created_at)}</span> <ClauseChips ids={notice.clauses} />
        </li>
      ))}
      {application.permit && (
        <li>
          {t('application.permit')} <strong>{application.permit.number}</strong> <span className="muted tabular">{day(application.permit.issued_on)}</span>
        </li>
      )}
    </ul>
  );
}
