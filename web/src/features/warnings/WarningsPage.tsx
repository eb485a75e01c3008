import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { get } from '../../api/http';
import { reviewWarnings } from '../../api/money';
import type { Warning } from '../../api/moneyTypes';
import { useSession } from '../../api/queries';
import type { Page } from '../../api/types';
import { Figure } from '../../ui/money';
import { useDepartmentName } from '../../ui/names';
import { Loaded, Nothing, useProblemWords } from '../../ui/States';
import { mayReviewWarnings } from '../session/rights';
import { counts, fitting, readFilter, request, type Filter } from './filter';
import { WarningList } from './WarningList';

const KINDS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8', 'W9', 'W10'] as const;

/** Every warning that the reader may see, the gravest first; filters stand in the address. */
export function WarningsPage(): ReactElement {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const filter = readFilter(parameters);
  const query = useInfiniteQuery({
    queryKey: ['money', 'warnings', 'all', filter.kind, filter.cleared],
    queryFn: ({ pageParam }) => get<Page<Warning>>('/warnings', request(filter, pageParam)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  return (
    <>
      <div className="page-head">
        <h1>{t('warnings.title')}</h1>
        <span className="spring" />
        <Review />
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          const found = fitting(all, filter);
          const { red, yellow } = counts(all);
          return (
            <div className="stack">
              <div className="figures">
                <Figure name={t('warnings.colours.red')} tone={red > 0 ? 'bad' : 'plain'}>
                  {t('warnings.count', { n: red })}
                </Figure>
                <Figure name={t('warnings.colours.yellow')} tone={yellow > 0 ? 'wait' : 'plain'}>
                  {t('warnings.count', { n: yellow })}
                </Figure>
              </div>
              <Filters filter={filter} warnings={all} />
              {found.length > 0 ? <WarningList warnings={found} withProject /> : <Nothing text={t(all.length > 0 || filter.kind ? 'warnings.filtered' : 'warnings.empty')} />}
              {query.hasNextPage && (
                <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('warnings.more')}
                </Button>
              )}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function Filters({ filter, warnings }: { filter: Filter; warnings: Warning[] }): ReactElement {
  const { t } = useTranslation();
  const department = useDepartmentName();
  const [, setParameters] = useSearchParams();
  const change = (name: keyof Filter, value: string): void =>
    setParameters((now) => {
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    });
  const departments = [...new Set([...warnings.map((each) => each.department), filter.department].filter(Boolean))];
  const all = { value: '', label: t('warnings.all') };
  return (
    <div className="toolbar filters">
      <Choice label={t('warnings.colour')} value={filter.colour} change={(value) => change('colour', value)} options={[all, ...(['red', 'yellow'] as const).map((value) => ({ value, label: t(`warnings.colours.${value}`) }))]} />
      <Choice label={t('warnings.kind')} value={filter.kind} change={(value) => change('kind', value)} options={[all, ...KINDS.map((value) => ({ value, label: t(`warnings.kinds.${value}`) }))]} />
      <Choice label={t('warnings.department')} value={filter.department} change={(value) => change('department', value)} options={[all, ...departments.map((value) => ({ value, label: department(value) }))]} />
      <Choice
        label={t('wages.state')}
        value={filter.cleared ? '1' : ''}
        change={(value) => change('cleared', value)}
        options={[
          { value: '', label: t('warnings.open') },
          { value: '1', label: t('warnings.withCleared') },
        ]}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  change: (value: string) => void;
  options: { value: string; label: string }[];
}

function Choice({ label, value, change, options }: ChoiceProps): ReactElement {
  return (
    <span className="choice">
      <span className="small muted" aria-hidden="true">
        {label}
      </span>
      <Select className="select" aria-label={label} value={value} onChange={change} options={options} />
    </span>
  );
}

function Review(): ReactElement | null {
  const { t } = useTranslation();
  const { user } = useSession();
  const { message } = App.useApp();
  const client = useQueryClient();
  const words = useProblemWords();
  const review = useMutation({
    mutationFn: reviewWarnings,
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: ['money'] });
      void message.success(t('warnings.reviewed', { ...result }));
    },
    onError: (error) => void message.error(words(error).title),
  });
  if (!mayReviewWarnings(user)) return null;
  return (
    <Button loading={review.isPending} onClick={() => review.mutate()}>
      {t('warnings.review')}
    </Button>
  );
}
