import { useQuery } from '@tanstack/react-query';
import { Input, Segmented } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { clausesQuery } from '../../api/queries';
import type { Clause } from '../../api/types';
import { usePhone } from '../../app/theme';
import { textOr } from '../../i18n';
import { DataTable } from '../../ui/DataTable';
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

function List({ clauses }: { clauses: Clause[] }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const phone = usePhone();
  const empty = <Nothing text={t('clauses.empty')} />;
  if (phone) {
    return (
      <ul className="cards">
        {clauses.map((clause) => (
          <li key={clause.id} className="card">
            <span>
              <ClauseChip id={clause.id} /> <span className="muted small">{clause.jurisdiction && valueName(clause.jurisdiction)}</span>
            </span>
            <span>{pick(clause.gist_zh, clause.gist_en)}</span>
          </li>
        ))}
        {clauses.length === 0 && empty}
      </ul>
    );
  }
  return (
    <DataTable<Clause>
      caption={t('clauses.title')}
      rows={clauses}
      empty={empty}
      columns={[
        { title: t('queue.clauses'), key: 'id', width: 140, cell: ({ id }) => <ClauseChip id={id} /> },
        { title: t('clauses.gist'), key: 'gist', cell: (clause) => pick(clause.gist_zh, clause.gist_en) },
        { title: t('clauses.jurisdiction'), key: 'place', width: 130, cell: ({ jurisdiction }) => <span className="muted">{jurisdiction && valueName(jurisdiction)}</span> },
        { title: t('clauses.article'), key: 'article', width: 130, cell: ({ article }) => <span className="muted">{article}</span> },
        {
          title: t('clauses.runs'),
          key: 'runs',
          width: 160,
          cell: ({ executable }) => <span className="muted">{executable && textOr(`clauses.executable.${executable}`, executable)}</span>,
        },
      ]}
    />
  );
}
