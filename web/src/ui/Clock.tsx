import { useQuery } from '@tanstack/react-query';
import { Popover, Typography } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { dueQuery } from '../api/queries';
import type { Due } from '../api/types';
import { ClauseChips } from '../features/clauses/ClauseChip';
import { day, durationWords, moment } from './format';
import { useNow } from './now';
import { lastDay, remaining, type Remaining } from './remaining';

export type Urgency = 'calm' | 'soon' | 'late';

const SOON_DAYS = 1;
const SOON_HOURS = 24;

/** How pressing a limit is; colour follows this, words come first. */
export function urgency(left: Remaining): Urgency {
  switch (left.kind) {
    case 'overdue':
      return 'late';
    case 'today':
      return 'soon';
    case 'workingDays':
    case 'days':
      return left.left <= SOON_DAYS ? 'soon' : 'calm';
    case 'hours':
      if (left.over) return 'late';
      return left.hours < SOON_HOURS ? 'soon' : 'calm';
    case 'none':
      return 'calm';
  }
}

/** A limit in words: 剩 2 个工作日, 超期 1 天. */
export function clockWords(left: Remaining, t: TFunction): string {
  switch (left.kind) {
    case 'none':
      return t('clock.noLimit');
    case 'today':
      return t('clock.today');
    case 'overdue':
      return t('clock.overdue', { count: left.days });
    case 'workingDays':
      return left.left === 0 ? t('clock.today') : t('clock.leftWorking', { count: left.left });
    case 'days':
      return t('clock.leftDays', { count: left.left });
    case 'hours':
      return t(left.over ? 'clock.overdueHours' : 'clock.leftHours', { hours: left.hours, minutes: left.minutes });
  }
}

interface ClockProps {
  dueAt: string | null;
  due: Due | null;
  jurisdiction: string;
}

/** A limit with the days that its count passed over; lists do not bring them along, so the calendar is asked once a day and length. */
function useDue({ due, jurisdiction }: ClockProps): Due | null {
  const { start = '', duration = '', count = '', skipped } = due ?? {};
  const wanted = count === 'working' && (skipped?.length ?? 0) === 0 && start !== '' && duration !== '';
  const { data } = useQuery({ ...dueQuery({ start: start && day(start), duration, count, jurisdiction }), enabled: wanted });
  return wanted && data ? { ...due, ...data } : due;
}

/** A time limit in words; pressing it shows how it was counted. */
export function Clock(props: ClockProps): ReactElement {
  const { t } = useTranslation();
  const { dueAt } = props;
  const due = useDue(props);
  const left = remaining(dueAt, due, useNow());
  const words = clockWords(left, t);
  if (left.kind === 'none' || !dueAt) return <Typography.Text type="secondary">{words}</Typography.Text>;
  return (
    <Popover trigger={['click', 'hover']} title={t('clock.explain')} content={<Count dueAt={dueAt} due={due} />}>
      <button type="button" className={`clock clock-${urgency(left)}`} onClick={(event) => event.stopPropagation()}>
        {words}
      </button>
    </Popover>
  );
}

function Count({ dueAt, due }: { dueAt: string; due: Due | null }): ReactElement {
  const { t } = useTranslation();
  const skipped = due?.skipped ?? [];
  const byClock = due?.count === 'clock';
  return (
    <dl className="facts facts-narrow">
      {due?.start && (
        <>
          <dt>{t('clock.start')}</dt>
          <dd>{moment(due.start)}</dd>
        </>
      )}
      {due?.duration && (
        <>
          <dt>{t('clock.duration')}</dt>
          <dd>
            {durationWords(due.duration, due.count, t)}
            {due.count && due.count !== 'working' && `（${t(`clock.count.${due.count}`)}）`}
          </dd>
        </>
      )}
      <dt>{t('clock.due')}</dt>
      <dd>{byClock ? moment(dueAt) : `${lastDay(dueAt)} ${t('clock.ofDay')}`}</dd>
      {!byClock && (
        <>
          <dt>{t('clock.skipped')}</dt>
          <dd>
            {skipped.length === 0
              ? t('clock.skippedNone')
              : skipped.map((each) => (
                  <div key={each.day} className="tabular">
                    {each.day} {each.reason}
                  </div>
                ))}
          </dd>
        </>
      )}
      {due?.clause && (
        <>
          <dt>{t('clock.clause')}</dt>
          <dd>
            <ClauseChips ids={[due.clause, ...(due.clauses ?? [])]} />
          </dd>
        </>
      )}
    </dl>
  );
}
