import { describe, expect, it } from 'vitest';

import type { FormSchema } from '../../api/types';
import { initialValues, inputs, isMoney } from './fields';
import { submission } from './submission';

const schema: FormSchema = {
  components: [
    { type: 'text', text: 'Read this first' },
    { type: 'group', components: [{ type: 'number', key: 'deposit_due_fen', properties: { unit: 'fen' } }] },
    {
      type: 'radio',
      key: 'government_project',
      values: [
        { label: '是', value: true },
        { label: '否', value: false },
      ],
    },
    { type: 'checkbox', key: 'confirmed' },
    { type: 'textarea', key: 'remark' },
  ],
};

describe('a form schema', () => {
  it('opens groups and leaves out texts', () => {
    expect(inputs(schema).map(({ key }) => key)).toEqual(['deposit_due_fen', 'government_project', 'confirmed', 'remark']);
  });

  it('knows money by its unit', () => expect(inputs(schema).map(isMoney)).toEqual([true, false, false, false]));

  it('prefers the draft over what is known, also where the draft says no', () => {
    expect(initialValues(schema, { government_project: true, remark: 'a' }, { government_project: false })).toEqual({
      government_project: false,
      remark: 'a',
    });
  });

  it('does not preset a choice that is not offered', () => {
    expect(initialValues(schema, { government_project: 'perhaps' }, null)).toEqual({});
  });

  it('sends zero and no, but nothing that is empty, and a checkbox always', () => {
    const values = { deposit_due_fen: 0, remark: '', government_project: false, other: 1 };
    expect(submission(schema, values)).toEqual({ deposit_due_fen: 0, government_project: false, confirmed: false });
  });
});
