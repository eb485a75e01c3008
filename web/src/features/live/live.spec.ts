import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { refresher } from './live';

describe('live notes', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('make one refresh of a burst', () => {
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, 'invalidateQueries').mockResolvedValue();
    const refresh = refresher(client);
    for (let n = 0; n < 50; n += 1) refresh.note({ kind: 'task' });
    expect(invalidate).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([['tasks'], ['task']]);
  });

  it('stop with the page', () => {
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, 'invalidateQueries').mockResolvedValue();
    const refresh = refresher(client);
    refresh.all();
    refresh.stop();
    vi.runAllTimers();
    expect(invalidate).not.toHaveBeenCalled();
  });
});
