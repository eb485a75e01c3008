import { useQuery } from '@tanstack/react-query';
import { Timeline as AntTimeline } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { historyQuery } from '../../api/queries';
import type { Instance } from '../../api/types';
import { moment } from '../../ui/format';
import { Loaded, Nothing } from '../../ui/States';
import { readable, type Line } from './history';

const COLOURS: Record<Line['tone'], string> = { person: 'blue', machine: 'gray', trouble: 'red', end: 'green' };

/** What happened, the latest first; steps of the machine that say nothing to a person are left out. */
export function Timeline({ instance, last }: { instance: Instance; last?: number }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(historyQuery(instance.id));
  return (
    <Loaded query={query} rows={3}>
      {(steps) => {
        const lines = readable(steps);
        if (lines.length === 0) return <Nothing text={t('case.historyNone')} />;
        return <AntTimeline items={(last === undefined ? lines : lines.slice(0, last)).map(item)} />;
      }}
    </Loaded>
  );
}

function item({ key, at, title, who, reason, tone }: Line): { key: string; color: string; content: ReactElement } {
  return {
    key,
    color: COLOURS[tone],
    content: (
      <div>
        <div>{title}</div>
        <div className="muted small">
          <span className="tabular">{moment(at)}</span>
          {who && ` · ${who}`}
        </div>
        {reason && <div className="small">{reason}</div>}
      </div>
    ),
  };
}
