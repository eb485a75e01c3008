import type { ReactElement } from 'react';
import { useRouteError } from 'react-router';

import { Failed } from '../ui/States';

/** The last net: a page that threw, or a part of the page that could not be loaded. */
export function PageError(): ReactElement {
  return <Failed error={useRouteError()} retry={() => location.reload()} />;
}
