import { useEffect, useState } from 'react';

import type { Facts, FormComponent } from '../../api/types';

type Evaluate = (expression: string, context: Facts) => { value: unknown };

/** Which of the components their own FEEL conditions hide, given the values. A condition that cannot be read hides nothing. */
export function hiddenKeys(components: FormComponent[], values: Facts, evaluate: Evaluate): Set<string> {
  const hidden = new Set<string>();
  for (const { key, conditional } of components) {
    if (!key || !conditional?.hide) continue;
    try {
      if (evaluate(conditional.hide.replace(/^\s*=/, ''), values).value === true) hidden.add(key);
    } catch {
      // A field that is shown needlessly does less harm than one that cannot be filled in.
    }
  }
  return hidden;
}

/** The same, live. The FEEL reader is loaded only for forms that have conditions. */
export function useHidden(components: FormComponent[], values: Facts): Set<string> {
  const [evaluate, setEvaluate] = useState<Evaluate | null>(null);
  const needed = components.some(({ conditional }) => conditional?.hide);
  useEffect(() => {
    if (needed) void import('feelin').then((feel) => setEvaluate(() => feel.evaluate as Evaluate));
  }, [needed]);
  return evaluate ? hiddenKeys(components, values, evaluate) : new Set();
}
