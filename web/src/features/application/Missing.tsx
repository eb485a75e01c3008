import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Application } from '../../api/types';
import { factName, inWords, usePick } from '../../ui/names';
import { ClauseChips } from '../clauses/ClauseChip';

/** What stands between the applicant and the permit, in plain words. */
export function Missing({ application }: { application: Application }): ReactElement | null {
  const { t } = useTranslation();
  const pick = usePick();
  const { gate, scope, state } = application;
  if (state === 'granted' || state === 'out_of_scope' || state === 'withdrawn' || (!gate && !scope)) return null;
  const unknown = [...new Set([...(scope?.missing ?? []), ...(gate?.missing ?? [])])];
  const lacking = gate?.outcome === 'refuse' ? gate.reasons : [];
  if (unknown.length + lacking.length === 0) return null;
  return (
    <section className="missing">
      <h2>{t('application.whatMissing')}</h2>
      <ul className="reasons">
        {lacking.map((reason, index) => (
          <li key={reason.code ?? index}>
            {inWords(pick(reason.text, reason.text_en))} <ClauseChips ids={reason.clauses} />
          </li>
        ))}
        {unknown.map((name) => (
          <li key={name}>{t('application.missingUnknown', { name: factName(name) })}</li>
        ))}
      </ul>
    </section>
  );
}
