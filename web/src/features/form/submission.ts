/** What a form sends. */
import type { Facts, FormSchema } from '../../api/types';
import { shown } from './conditions';
import { inputs } from './fields';

/** What is sent: the values of the fields that are shown, empty ones left out. */
export function submission(schema: FormSchema | null | undefined, values: Facts): Facts {
  const sent: Facts = {};
  for (const { key, type } of inputs({ components: shown(schema, values) })) {
    if (!key) continue;
    const value = values[key];
    if (type === 'checkbox') sent[key] = value === true;
    else if (value !== undefined && value !== null && value !== '') sent[key] = value;
  }
  return sent;
}
