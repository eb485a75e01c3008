import { useQuery } from '@tanstack/react-query';
import { Timeline as AntTimeline } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { historyQuery } from '../../api/queries';
import type { HistoryEntry, Instance } from '../../api/types';
import { moment } from '../../ui/format';
import { Loaded, Nothing } from '../../ui/States';
import { readable, entryTitle } from './history';

const COLOURS: Record<string, string> = { incident: 'red', ended: 'green', cancelled: 'gray' };

/** What happened, the latest first; steps of the machine that say nothing to a person are left out. */
export function Timeline({ instance, last }: { instance: Instance; last?: number }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(historyQuery(instance.id));
  return (
    <Loaded query={query} rows={3}>
      {(entries) => {
        const told = readable(entries).reverse();
        if (told.length === 0) return <Nothing text={t('case.historyNone')} />;
        return <AntTimeline items={(last === undefined ? told : told.slice(0, last)).map(line)} />;
      }}
    </Loaded>
  );
}

function line(entry: HistoryEntry, index: number): { key: number; color: string; content: ReactElement } {
  return {
    key: index,
    color: COLOURS[entry.what] ?? 'blue',
    content: (
      <div>
        <div>{entryTitle(entry)}</div>
        <div className="muted small">
          <span className="tabular">{moment(entry.at)}</span>
          {entry.actor && ` · ${entry.actor}`}
        </div>
        {entry.reason && <div className="small">{entry.reason}</div>}
      </div>
    ),
  };
}
