import { Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { ApplicationState } from '../../api/types';

const COLOURS: Record<ApplicationState, string> = {
  submitted: 'blue',
  under_review: 'blue',
  granted: 'green',
  refused: 'red',
  out_of_scope: 'default',
  withdrawn: 'default',
};

/** An application's state in a word. */
export function StateTag({ state }: { state: ApplicationState }): ReactElement {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`application.states.${state}`)}</Tag>;
}
