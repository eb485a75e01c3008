import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Facts } from '../../api/types';
import { DecisionCard } from '../decision/DecisionCard';
import { decisionsIn } from './facts';

/** What the rules found, with the clauses; the latest decision first. */
export function Findings({ data }: { data: Facts }): ReactElement | null {
  const { t } = useTranslation();
  const decisions = decisionsIn(data).reverse();
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
