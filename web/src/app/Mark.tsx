import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** The project's sign and name. */
export function Mark({ large = false }: { large?: boolean }): ReactElement {
  const { t } = useTranslation();
  const size = large ? 40 : 26;
  return (
    <span className="mark">
      <img src="/icon.svg" alt="" width={size} height={size} />
      <strong>{t('app.name')}</strong>
    </span>
  );
}
