import { useQuery } from '@tanstack/react-query';
import { Input, Segmented, Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { clausesQuery } from '../../api/queries';
import type { Clause } from '../../api/types';
import { usePhone } from '../../app/theme';
import { textOr } from '../../i18n';
import { usePick, valueName } from '../../ui/names';
import { Loaded, Nothing } from '../../ui/States';
import { ClauseChip } from './ClauseChip';
import { matching } from './matching';

/** The catalogue of clauses, by number and gist. */
export function ClausesPage(): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(clausesQuery);
  const [parameters, setParameters] = useSearchParams();
  const q = parameters.get('q') ?? '';
  const place = parameters.get('place') ?? '';
  const set = (name: string, value: string): void =>
    setParameters(
      (now) => {
        if (value) now.set(name, value);
        else now.delete(name);
        return now;
      },
      { replace: true },
    );
  return (
    <>
      <div className="page-head">
        <h1>{t('clauses.title')}</h1>
      </div>
      <Loaded query={query} rows={12}>
        {(clauses) => {
          const places = [...new Set(clauses.map(({ jurisdiction }) => jurisdiction ?? ''))].filter(Boolean);
          const found = matching(clauses, q, place);
          return (
            <>
              <div className="toolbar">
                <Input.Search
                  className="wide-search"
                  allowClear
                  value={q}
                  placeholder={t('clauses.search')}
                  aria-label={t('clauses.search')}
                  onChange={(event) => set('q', event.target.value)}
                />
                <Segmented
                  value={place}
                  onChange={(value) => set('place', value)}
                  options={[{ value: '', label: t('clauses.all') }, ...places.map((value) => ({ value, label: valueName(value) }))]}
                />
                <span className="muted">{t('clauses.count', { found: found.length })}</span>
              </div>
              <List clauses={found} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

const PAGE = 50;

function List({ clauses }: { clauses: Clause[] }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const phone = usePhone();
  const empty = <Nothing text={t('clauses.empty')} />;
  const gist = (clause: Clause): ReactElement => <span className="gist-line">{pick(clause.gist_zh, clause.gist_en)}</span>;
  if (phone) {
    return (
      <Table<Clause>
        rowKey="id"
        size="small"
        showHeader={false}
        dataSource={clauses}
        locale={{ emptyText: empty }}
        pagination={{ pageSize: PAGE, showSizeChanger: false, hideOnSinglePage: true }}
        columns={[
          {
            key: 'all',
            render: (_, clause) => (
              <>
                <ClauseChip id={clause.id} /> {gist(clause)}
              </>
            ),
          },
        ]}
      />
    );
  }
  return (
    <Table<Clause>
      rowKey="id"
      size="middle"
      dataSource={clauses}
      locale={{ emptyText: empty }}
      pagination={{ pageSize: PAGE, showSizeChanger: false, hideOnSinglePage: true }}
      columns={[
        { title: t('queue.clauses'), key: 'id', width: 140, render: (_, clause) => <ClauseChip id={clause.id} /> },
        { title: t('clauses.gist'), key: 'gist', render: (_, clause) => gist(clause) },
        {
          title: t('clauses.jurisdiction'),
          key: 'place',
          width: 130,
          render: (_, { jurisdiction }) => <span className="muted">{jurisdiction && valueName(jurisdiction)}</span>,
        },
        { title: t('clauses.article'), dataIndex: 'article', width: 120, render: (article: string) => <span className="muted">{article}</span> },
        {
          title: t('clauses.runs'),
          key: 'runs',
          width: 150,
          render: (_, { executable }) => <span className="muted">{executable && textOr(`clauses.executable.${executable}`, executable)}</span>,
        },
      ]}
    />
  );
}
