import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { warningsQuery } from '../../api/money';
import type { Project } from '../../api/types';
import { Loaded, Nothing } from '../../ui/States';
import { WarningList } from '../warnings/WarningList';

/** The project's warnings, open and cleared. */
export function WarningsTab({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(warningsQuery({ project_id: project.id, state: 'all', limit: 100 }));
  return <Loaded query={query}>{({ items }) => (items.length === 0 ? <Nothing text={t('warnings.emptyHere')} /> : <WarningList warnings={items} />)}</Loaded>;
}
