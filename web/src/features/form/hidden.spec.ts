import { evaluate } from 'feelin';
import { describe, expect, it } from 'vitest';

import { hiddenKeys } from './hidden';

const components = [
  { type: 'number', key: 'letter', conditional: { hide: '=paid >= due' } },
  { type: 'textarea', key: 'broken', conditional: { hide: '=((' } },
  { type: 'textarea', key: 'always' },
];

describe('conditions of a form', () => {
  it('hide a field when they hold', () => expect(hiddenKeys(components, { paid: 5, due: 5 }, evaluate)).toContain('letter'));
  it('show it when they do not', () => expect(hiddenKeys(components, { paid: 4, due: 5 }, evaluate).size).toBe(0));
});
