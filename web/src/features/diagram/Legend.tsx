import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { SIGNS, type ElementState } from './state';

const STATES: ElementState[] = ['done', 'now', 'waiting', 'failed'];

/** What the signs on a diagram mean. */
export function Legend(): ReactElement {
  const { t } = useTranslation();
  return (
    <ul className="legend" aria-label={t('diagram.legend')}>
      {STATES.map((state) => (
        <li key={state}>
          <span className={`badge badge-${state}`} aria-hidden="true">
            {SIGNS[state]}
          </span>
          {t(`diagram.${state}`)}
        </li>
      ))}
    </ul>
  );
}
