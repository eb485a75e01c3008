/** The state of each element of a diagram, from an instance's tokens; pure, so that it can be tested without a browser. */
import type { Instance } from '../../api/types';

export type ElementState = 'done' | 'now' | 'waiting' | 'failed';

/** Sign of a state: it differs by shape and by text, not by colour alone. */
export const SIGNS: Record<ElementState, string> = { done: '✓', now: '▶', waiting: '…', failed: '!' };

/** A person works on it (now), the system or the outside world is awaited (waiting), it is blocked (failed), or it is over (done). */
export function elementStates(instance: Instance): Map<string, ElementState> {
  const states = new Map<string, ElementState>();
  for (const id of instance.done_elements ?? []) states.set(id, 'done');
  for (const { element_id, state, kind } of instance.tokens ?? []) {
    if (state === 'failed') states.set(element_id, 'failed');
    else if (state === 'waiting') states.set(element_id, /user|manual/i.test(kind) ? 'now' : 'waiting');
    else if (!states.has(element_id)) states.set(element_id, 'done');
  }
  for (const task of instance.tasks ?? []) if (task.state === 'open' || task.state === 'claimed') states.set(task.element_id, 'now');
  for (const { state, element_id } of instance.incidents ?? []) if (element_id && state === 'open') states.set(element_id, 'failed');
  return states;
}
