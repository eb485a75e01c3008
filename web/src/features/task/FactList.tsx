import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Facts } from '../../api/types';
import { factName } from '../../ui/names';
import { factText } from './facts';

/** Facts with their names in words; amounts stand to the right in tabular figures. */
export function FactList({ facts }: { facts: Facts }): ReactElement {
  const { t } = useTranslation();
  const entries = Object.entries(facts);
  if (entries.length === 0) return <p className="muted">{t('app.none')}</p>;
  return (
    <dl className="facts">
      {entries.map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{factName(name)}</dt>
          <dd className={name.endsWith('_fen') ? 'amount' : ''}>{factText(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}
