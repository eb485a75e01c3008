import { describe, expect, it } from 'vitest';

import { isNarrowed, readFilter, taskRequest } from './filter';

const read = (address: string): ReturnType<typeof readFilter> => readFilter(new URLSearchParams(address));

describe('the queue in the address', () => {
  it('asks for my claimed items by default', () => {
    expect(taskRequest(read(''))).toMatchObject({ state: 'claimed', assignee: 'me', sort: 'due' });
  });

  it('asks for what nobody has taken in the department', () => {
    const request = taskRequest(read('tab=department&overdue=1'));
    expect(request).toMatchObject({ state: 'open', overdue: true });
    expect(request['assignee']).toBeUndefined();
  });

  it('falls back where the address makes no sense', () => {
    expect(read('tab=everything&sort=random')).toMatchObject({ tab: 'mine', sort: 'due' });
  });

  it('knows whether an empty list is empty because of the filter', () => {
    expect([isNarrowed(read('tab=done')), isNarrowed(read('q=示例'))]).toEqual([false, true]);
  });
});
