import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { definitionsQuery, useSession } from '../../api/queries';
import type { Definition } from '../../api/types';
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
    <Table<Definition>
      rowKey="id"
      size="middle"
      dataSource={definitions}
      pagination={false}
      scroll={{ x: 640 }}
      locale={{ emptyText: <Nothing text={t('processes.empty')} /> }}
      columns={[
        {
          title: t('processes.title'),
          key: 'name',
          render: (_, definition) => (
            <Link className="strong" to={`/processes/${definition.key}`}>
              {pick(definition.name_zh, definition.name_en)}
            </Link>
          ),
        },
        { title: t('processes.version'), dataIndex: 'version', width: 90, align: 'right' },
        { title: t('processes.effective'), dataIndex: 'effective_on', width: 140, className: 'tabular' },
        {
          title: t('processes.jurisdictions'),
          key: 'places',
          render: (_, { jurisdictions }) => (jurisdictions.length === 0 ? t('processes.everywhere') : jurisdictions.map(valueName).join('、')),
        },
        { title: t('processes.hash'), key: 'hash', width: 140, render: (_, { hash }) => <span className="mono muted">{hash.slice(0, 12)}</span> },
      ]}
    />
  );
}
