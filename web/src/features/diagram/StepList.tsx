import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { usePick } from '../../ui/names';
import type { ElementState } from './state';
import { SIGNS } from './state';
import type { ElementInfo } from './viewer';

interface Props {
  elements: ElementInfo[];
  states: ReadonlyMap<string, ElementState> | undefined;
  onChoose: (id: string) => void;
}

/** The same steps as text, for readers without sight of the drawing and for telephones. */
export function StepList({ elements, states, onChoose }: Props): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const named = elements.filter(({ name, type }) => name !== '' && type !== 'gateway');
  return (
    <details className="steps no-print">
      <summary>{t('diagram.steps')}</summary>
      <ol>
        {named.map(({ id, name, nameEn }) => {
          const state = states?.get(id);
          return (
            <li key={id}>
              <button type="button" className="link-button" onClick={() => onChoose(id)}>
                {pick(name, nameEn)}
              </button>{' '}
              {states && (
                <span className="muted small">
                  {state ? `${SIGNS[state]} ${t(`diagram.${state}`)}` : t('diagram.notYet')}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
