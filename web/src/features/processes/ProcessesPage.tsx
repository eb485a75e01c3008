import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { definitionsQuery, useSession } from '../../api/queries';
import type { Definition } from '../../api/types';
import { DataTable } from '../../ui/DataTable';
import { usePick, valueName } from '../../ui/names';
import { Loaded, Nothing } from '../../ui/States';
import { mayPublish } from '../session/rights';
import { Publish } from './Publish';

/** The workshop's list: published processes and their versions. */
export function ProcessesPage(): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const query = useQuery(definitionsQuery);
  return (
    <>
      <div className="page-head">
        <h1>{t('processes.title')}</h1>
        <span className="spring" />
        {mayPublish(user) && <Publish />}
      </div>
      <p className="muted">{t('processes.lead')}</p>
      <Loaded query={query}>{(definitions) => <List definitions={definitions} />}</Loaded>
    </>
  );
}

function List({ definitions }: { definitions: Definition[] }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  return (
    <DataTable<Definition>
      caption={t('processes.title')}
      rows={definitions}
      empty={<Nothing text={t('processes.empty')} />}
      columns={[
        {
          title: t('processes.title'),
          key: 'name',
          cell: (definition) => (
            <Link className="strong" to={`/processes/${definition.key}`}>
              {pick(definition.name_zh, definition.name_en)}
            </Link>
          ),
        },
        { title: t('processes.version'), key: 'version', width: 90, align: 'end', cell: ({ version }) => version },
        { title: t('processes.effective'), key: 'effective', width: 140, cell: ({ effective_on }) => <span className="tabular">{effective_on}</span> },
        {
          title: t('processes.jurisdictions'),
          key: 'places',
          cell: ({ jurisdictions }) => (jurisdictions.length === 0 ? t('processes.everywhere') : jurisdictions.map(valueName).join('、')),
        },
        { title: t('processes.hash'), key: 'hash', width: 140, cell: ({ hash }) => <span className="mono muted">{hash.slice(0, 12)}</span> },
      ]}
    />
  );
}
