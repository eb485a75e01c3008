import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { instanceQuery } from '../../api/queries';
import type { Instance } from '../../api/types';
import { Loaded } from '../../ui/States';
import { CaseDiagram } from '../diagram/CaseDiagram';
import { Documents } from './Documents';
import { Timeline } from './Timeline';

/** The case beside a work item: where it stands, what happened, its documents. */
export function CasePanel({ instanceId }: { instanceId: string }): ReactElement {
  const query = useQuery(instanceQuery(instanceId));
  return (
    <aside className="stack">
      <Loaded query={query}>{(instance) => <Panel instance={instance} />}</Loaded>
    </aside>
  );
}

const RECENT = 6;

function Panel({ instance }: { instance: Instance }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <section>
        <h2>{t('task.diagram')}</h2>
        <CaseDiagram instance={instance} />
      </section>
      <section>
        <h2>{t('task.timeline')}</h2>
        <Timeline instance={instance} last={RECENT} />
        <Link to={`/cases/${instance.id}`}>{t('task.whole')}</Link>
      </section>
      <section>
        <h2>{t('task.documents')}</h2>
        <Documents instance={instance} />
      </section>
    </>
  );
}
