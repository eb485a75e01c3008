import { beforeEach, describe, expect, it } from 'vitest';

import { forgetDraft, keepLocally, localDraft } from './draft';

describe('a draft on this device', () => {
  beforeEach(() => localStorage.clear());

  it('comes back as it was typed', () => {
    keepLocally('a', { remark: '核实中', deposit_paid_fen: 0 });
    expect(localDraft('a')).toEqual({ remark: '核实中', deposit_paid_fen: 0 });
  });

  it('belongs to one item', () => {
    keepLocally('a', { remark: 'x' });
    expect(localDraft('b')).toBeNull();
  });

  it('is gone after it was submitted', () => {
    keepLocally('a', { remark: 'x' });
    forgetDraft('a');
    expect(localDraft('a')).toBeNull();
  });

  it('does not break the page when it is damaged', () => {
    localStorage.setItem('huxin.draft.a', '{');
    expect(localDraft('a')).toBeNull();
  });
});
