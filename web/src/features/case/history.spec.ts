import { describe, expect, it } from 'vitest';

import { entryTitle, readable } from './history';

const at = '2026-11-23T10:00:00+08:00';

describe('the history that a person reads', () => {
  it('leaves out mere entries and unnamed branches', () => {
    const entries = [
      { at, what: 'entered', element_id: 'check', name: '核对附件' },
      { at, what: 'completed', element_id: 'gateway', name: '' },
      { at, what: 'completed', element_id: 'check', name: '核对附件' },
    ];
    expect(readable(entries).map(entryTitle)).toEqual(['核对附件 · 完成']);
  });

  it('tells a completion once, with the person who did it', () => {
    const entries = [
      { at, what: 'completed', element_id: 'check', name: '核对附件' },
      { at, what: 'task_completed', element_id: 'check', name: '核对附件', actor: 'clerk' },
    ];
    expect(readable(entries)).toMatchObject([{ actor: 'clerk' }]);
  });

  it('has words for what it does not know', () => expect(entryTitle({ at, what: 'something_new' })).toBe('记录'));
});
