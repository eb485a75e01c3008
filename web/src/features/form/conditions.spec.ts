import { describe, expect, it } from 'vitest';

import type { FormSchema } from '../../api/types';
import examples from './conditions.json';
import { holds, shown } from './conditions';
import { submission } from './submission';

const FIELDS = [
  { type: 'radio', key: 'signed' },
  { type: 'select', key: 'kind' },
  { type: 'number', key: 'amount_fen' },
  { type: 'checkbox', key: 'ticked' },
];

const keys = (schema: FormSchema, values: Record<string, unknown>): (string | undefined)[] => shown(schema, values).map(({ key }) => key);

describe('a condition', () => {
  it.each(examples)('$hide over $values', ({ hide, values, hidden }) => {
    const schema = { components: [...FIELDS, { type: 'textfield', key: 'it', conditional: { hide } }] };
    expect(keys(schema, values).includes('it')).toBe(!hidden);
  });

  it('that chains comparisons or calls something hides nothing', () => {
    expect(holds('=1 < 2 < 3', {})).toBe(false);
    expect(holds('=len(kind) == 0', { kind: '' })).toBe(false);
  });
});

describe('a hidden field', () => {
  const chain: FormSchema = {
    components: [
      { type: 'radio', key: 'signed' },
      { type: 'select', key: 'kind', conditional: { hide: '=signed != true' } },
      { type: 'textarea', key: 'reason', conditional: { hide: "=kind != 'other'" } },
    ],
  };

  it('counts as not filled in for the fields below it', () => {
    expect(keys(chain, { signed: true, kind: 'other' })).toEqual(['signed', 'kind', 'reason']);
    expect(keys(chain, { signed: false, kind: 'other' })).toEqual(['signed']);
  });

  it('is not sent, nor is what lies in a hidden group', () => {
    expect(submission(chain, { signed: false, kind: 'other', reason: 'x' })).toEqual({ signed: false });
    const inside = [{ type: 'textfield', key: 'name' }];
    const grouped = { components: [{ type: 'checkbox', key: 'more' }, { type: 'group', conditional: { hide: '=more == false' }, components: inside }] };
    expect(submission(grouped, { more: false, name: 'x' })).toEqual({ more: false });
    expect(submission(grouped, { more: true, name: 'x' })).toEqual({ more: true, name: 'x' });
  });
});
