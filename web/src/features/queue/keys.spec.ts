import { describe, expect, it } from 'vitest';

import type { Task } from '../../api/types';
import { neighbour } from './keys';

const tasks = ['a', 'b', 'c'].map((id) => ({ id }) as Task);
const move = (from: string | null, step: number): string | undefined => neighbour(tasks, from, step)?.id;

describe('moving through the queue by keys', () => {
  it('starts at the first or last row', () => expect([move(null, 1), move(null, -1)]).toEqual(['a', 'c']));
  it('goes row by row', () => expect([move('a', 1), move('c', -1)]).toEqual(['b', 'b']));
  it('stays within the list', () => expect([move('c', 1), move('a', -1)]).toEqual(['c', 'a']));
  it('finds nothing in an empty list', () => expect(neighbour([], null, 1)).toBeUndefined());
});
