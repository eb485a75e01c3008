import { describe, expect, it } from 'vitest';

import type { User } from '../../api/types';
import { isFirm, mayOperate, mayPublish } from './rights';

const user = (roles: string[], firms: string[] = []): User => ({
  username: 'a',
  name: '示例',
  department: 'hr_bureau',
  departments: ['hr_bureau'],
  jurisdiction: 'shaoxing',
  roles,
  firms,
});

describe('rights', () => {
  it('keep clerks out of the workshop', () => {
    expect([mayOperate(user(['clerk'])), mayPublish(user(['clerk']))]).toEqual([false, false]);
  });
  it('let an operator resolve incidents but not publish', () => {
    expect([mayOperate(user(['operator'])), mayPublish(user(['operator']))]).toEqual([true, false]);
  });
  it('know a firm by its credit code', () => expect(isFirm(user(['clerk'], ['91000000EXAMPLE0A1']))).toBe(true));
});
