import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Segmented, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { incidentsQuery } from '../../api/queries';
import type { Incident } from '../../api/types';
import { textOr } from '../../i18n';
import { DataTable } from '../../ui/DataTable';
import { moment } from '../../ui/format';
import { Loaded, Nothing } from '../../ui/States';
import { IncidentCard } from './IncidentCard';
import type { Remedy } from './resolve';
import { ResolveModal } from './ResolveModal';

const PAGE = 50;
const BULK: Remedy[] = ['retry', 'skip', 'cancel'];

/** Blocks of all cases, for operators: look, then retry, correct, skip or cancel, singly or in bulk. */
export function IncidentsPage(): ReactElement {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const state = parameters.get('state') === 'all' ? 'all' : 'open';
  const cursor = parameters.get('cursor');
  const query = useQuery(incidentsQuery({ state: state === 'open' ? 'open' : undefined, cursor, limit: PAGE }));
  const [selected, setSelected] = useState<string[]>([]);
  const [remedy, setRemedy] = useState<Remedy | null>(null);
  const show = (id: string | null): void =>
    setParameters((now) => {
      if (id) now.set('incident', id);
      else now.delete('incident');
      return now;
    });
  return (
    <>
      <div className="page-head">
        <h1>{t('incidents.title')}</h1>
      </div>
      <p className="muted">{t('incidents.lead')}</p>
      <Space wrap className="toolbar">
        <Segmented
          value={state}
          onChange={(value) => setParameters(value === 'all' ? { state: 'all' } : {})}
          options={[
            { value: 'open', label: t('incidents.openOnly') },
            { value: 'all', label: t('incidents.resolvedToo') },
          ]}
        />
        {selected.length > 0 && (
          <>
            <span>{t('queue.selected', { n: selected.length })}</span>
            {BULK.map((each) => (
              <Button key={each} danger={each === 'cancel'} onClick={() => setRemedy(each)}>
                {t(`incidents.${each}`)}
              </Button>
            ))}
          </>
        )}
      </Space>
      <Loaded query={query}>
        {({ items, next_cursor }) => (
          <>
            <List items={items} selected={selected} onSelect={setSelected} onShow={show} />
            {next_cursor && (
              <Button className="pager" onClick={() => setParameters({ state, cursor: next_cursor })}>
                {t('queue.next')}
              </Button>
            )}
            <Detail incident={items.find(({ id }) => id === parameters.get('incident')) ?? null} onClose={() => show(null)} />
          </>
        )}
      </Loaded>
      {remedy && (
        <ResolveModal
          ids={selected}
          remedy={remedy}
          onClose={(resolved) => {
            setRemedy(null);
            if (resolved) setSelected([]);
          }}
        />
      )}
    </>
  );
}

interface ListProps {
  items: Incident[];
  selected: string[];
  onSelect: (ids: string[]) => void;
  onShow: (id: string) => void;
}

function List({ items, selected, onSelect, onShow }: ListProps): ReactElement {
  const { t } = useTranslation();
  return (
    <DataTable<Incident>
      caption={t('incidents.title')}
      rows={items}
      empty={<Nothing text={t('incidents.empty')} />}
      selection={{ ids: selected, change: onSelect, selectable: ({ state }) => state === 'open' }}
      onRow={({ id }) => onShow(id)}
      columns={[
        {
          title: t('incidents.kind'),
          key: 'kind',
          cell: (incident) => (
            <button type="button" className="link-button strong" onClick={() => onShow(incident.id)}>
              {textOr(`incidents.kinds.${incident.kind}`, incident.kind)}
            </button>
          ),
        },
        { title: t('incidents.cause'), key: 'cause', cell: ({ title, detail }) => [title, detail].filter(Boolean).join('：') },
        { title: t('incidents.about'), key: 'about', cell: ({ instance_title, business_key }) => instance_title ?? business_key },
        { title: t('incidents.attempts'), key: 'attempts', width: 110, align: 'end', cell: ({ attempts }) => attempts },
        { title: t('incidents.since'), key: 'since', width: 160, cell: ({ created_at }) => <span className="tabular muted">{moment(created_at)}</span> },
      ]}
    />
  );
}

function Detail({ incident, onClose }: { incident: Incident | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Drawer open={incident !== null} onClose={onClose} size={560} title={t('incidents.detail')}>
      {incident && (
        <div className="stack">
          <IncidentCard incident={incident} mayResolve />
          {incident.instance_id && <Link to={`/cases/${incident.instance_id}`}>{incident.instance_title ?? t('case.title')}</Link>}
          {incident.next_retry_at && (
            <p className="muted">
              {t('incidents.next')} <span className="tabular">{moment(incident.next_retry_at)}</span>
            </p>
          )}
          {incident.reason && (
            <p>
              {t('incidents.reason')}：{incident.reason} <span className="muted">{incident.resolved_by}</span>
            </p>
          )}
          {incident.raw && <Raw title={t('incidents.raw')} text={incident.raw} />}
          {!!incident.stimulus && <Raw title={t('incidents.stimulus')} text={JSON.stringify(incident.stimulus, null, 2)} />}
        </div>
      )}
    </Drawer>
  );
}

function Raw({ title, text }: { title: string; text: string }): ReactElement {
  return (
    <section>
      <h3>{title}</h3>
      <pre className="raw">{text}</pre>
    </section>
  );
}
