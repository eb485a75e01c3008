import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';

import { diagramQuery, historyQuery } from '../../api/queries';
import type { Instance } from '../../api/types';
import { Loaded } from '../../ui/States';
import { person } from '../case/history';
import { Diagram } from './Diagram';
import { elementStates } from './state';

/** A case's diagram with what is done, in progress, awaited and blocked. */
export function CaseDiagram({ instance, height }: { instance: Instance; height?: number }): ReactElement {
  const xml = useQuery(diagramQuery('instances', instance.id));
  const history = useQuery(historyQuery(instance.id));
  const states = useMemo(() => elementStates(instance), [instance]);
  const people = useMemo(() => {
    const found = new Map<string, string>();
    for (const { actor, elements } of history.data ?? []) {
      const who = person(actor);
      const first = elements.find(({ what }) => what === 'completed');
      if (who && first) found.set(first.element_id, who);
    }
    for (const { element_id, assignee } of instance.tasks ?? []) if (assignee) found.set(element_id, assignee);
    return found;
  }, [history.data, instance.tasks]);
  return (
    <Loaded query={xml} rows={4}>
      {(text) => <Diagram xml={text} states={states} people={people} {...(height === undefined ? {} : { height })} />}
    </Loaded>
  );
}
