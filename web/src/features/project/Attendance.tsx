import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { attendanceQuery } from '../../api/money';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { day, moment } from '../../ui/format';
import { Records, Word } from '../../ui/money';
import { useNow } from '../../ui/now';
import { Loaded } from '../../ui/States';
import { monthBefore, spanOf } from './days';

/** A month's clockings, last month's first: that is the one that wages are made from. */
export function Attendance({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('attendance') ?? '';
  const now = day(useNow());
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : monthBefore(now.slice(0, 7));
  return (
    <section className="bare">
      <div className="toolbar">
        <h2>{t('people.attendance')}</h2>
        <Input
          type="month"
          className="month"
          aria-label={t('people.month')}
          value={month}
          max={now.slice(0, 7)}
          onChange={({ target }) =>
            setParameters((known) => {
              known.set('attendance', target.value);
              return known;
            })
          }
        />
      </div>
      <Clockings key={month} project={project} month={month} />
    </section>
  );
}

function Clockings({ project, month }: { project: Project; month: string }): ReactElement {
  const { t } = useTranslation();
  const [cursor, setCursor] = useState('');
  const { since, until } = spanOf(month);
  const query = useQuery(attendanceQuery(project.id, since, until, cursor));
  return (
    <Loaded query={query}>
      {({ items, next_cursor }) => (
        <>
          <Records
            caption={t('people.attendance')}
            rows={items.map((one) => ({ ...one, id: `${one.worker_id} ${one.at} ${one.direction}` }))}
            empty={t('people.attendanceEmpty')}
            columns={[
              { key: 'name', title: t('people.worker'), cell: ({ worker_name }) => worker_name },
              { key: 'at', title: t('people.at'), cell: ({ at }) => <span className="tabular">{moment(at)}</span> },
              { key: 'direction', title: t('people.attendance'), cell: ({ direction }) => t(`people.directions.${direction}`) },
              { key: 'means', title: t('people.device'), cell: ({ attend_type }) => textOr(`people.devices.${attend_type}`, attend_type) },
              { key: 'counts', title: t('wages.state'), cell: ({ counts }) => <Word tone={counts ? 'plain' : 'bad'}>{t(counts ? 'people.counts' : 'people.notCounted')}</Word> },
            ]}
          />
          <div className="pager">
            {cursor && <Button onClick={() => setCursor('')}>{t('queue.first')}</Button>} {next_cursor && <Button onClick={() => setCursor(next_cursor)}>{t('queue.next')}</Button>}
          </div>
        </>
      )}
    </Loaded>
  );
}
