import { describe, expect, it } from 'vitest';

import type { Instance } from '../../api/types';
import { elementStates } from './state';

const instance = {
  done_elements: ['start', 'check'],
  tokens: [
    { element_id: 'confirm', state: 'waiting', kind: 'user' },
    { element_id: 'reply', state: 'waiting', kind: 'service' },
    { element_id: 'check', state: 'waiting', kind: 'user' },
  ],
  incidents: [{ element_id: 'reply', state: 'open' }],
} as unknown as Instance;

describe('where a case stands', () => {
  const states = elementStates(instance);
  it('shows what is over', () => expect(states.get('start')).toBe('done'));
  it('shows what a person does now, also when it was done once before', () => expect([states.get('confirm'), states.get('check')]).toEqual(['now', 'now']));
  it('shows a block above a wait', () => expect(states.get('reply')).toBe('failed'));
  it('says nothing of what was not reached', () => expect(states.has('end')).toBe(false));
});
