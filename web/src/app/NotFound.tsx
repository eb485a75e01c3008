import type { ReactElement } from 'react';

import { Problem } from '../api/http';
import { Failed } from '../ui/States';

/** An address that names nothing. */
export function NotFound(): ReactElement {
  return <Failed error={new Problem(404, {})} />;
}
