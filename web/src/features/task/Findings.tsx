import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { applicationQuery } from '../../api/queries';
import type { Decision, Facts } from '../../api/types';
import { DecisionCard } from '../decision/DecisionCard';
import { decisionsIn } from './facts';

/** What the rules found, with reasons and clauses; the latest decision first. */
export function Findings({ data }: { data: Facts }): ReactElement | null {
  const { t } = useTranslation();
  const id = data['application_id'];
  const query = useQuery({ ...applicationQuery(String(id)), enabled: typeof id === 'string', retry: false });
  // The case carries a decision's outcome; the application keeps it whole, with its reasons.
  const whole = [query.data?.gate, query.data?.scope].filter((decision): decision is Decision => !!decision);
  const decisions = whole.length > 0 ? whole : decisionsIn(data).reverse();
  if (decisions.length === 0) return null;
  return (
    <section>
      <h2>{t('task.findings')}</h2>
      {decisions.map((decision) => (
        <DecisionCard key={decision.decision} decision={decision} />
      ))}
    </section>
  );
}
