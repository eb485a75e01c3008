import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { definitionsQuery, diagramQuery, instancesQuery } from '../../api/queries';
import { textOr } from '../../i18n';
import { moment } from '../../ui/format';
import { usePick } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { Diagram } from '../diagram/Diagram';

const TALL = 520;
const RECENT = 20;

/** One process: its diagram with the clauses of each step, and the cases that run on it. */
export function ProcessPage(): ReactElement {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const pick = usePick();
  const definitions = useQuery(definitionsQuery);
  const xml = useQuery(diagramQuery('processes', key));
  const instances = useQuery(instancesQuery({ process: key, limit: RECENT }));
  const definition = definitions.data?.find((each) => each.key === key);
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{definition ? pick(definition.name_zh, definition.name_en) : key}</h1>
        {definition && (
          <span className="muted">
            {t('processes.version')} {definition.version} · {t('processes.effective')} {definition.effective_on}
          </span>
        )}
      </div>
      <Loaded query={xml}>{(text) => <Diagram xml={text} height={TALL} />}</Loaded>
      <section>
        <h2>{t('processes.instances')}</h2>
        <Loaded query={instances}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="muted">{t('processes.instancesNone')}</p>
            ) : (
              <ul className="plain">
                {items.map((instance) => (
                  <li key={instance.id} className="turn">
                    <Link to={`/cases/${instance.id}`}>{instance.title ?? instance.business_key ?? instance.id}</Link>
                    <span>
                      <Tag>{textOr(`case.states.${instance.state}`, instance.state)}</Tag>
                      <span className="muted tabular">{moment(instance.started_at)}</span>
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}
