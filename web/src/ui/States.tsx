import { Alert, Button, Skeleton } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Problem } from '../api/http';

interface Told {
  status: 'info' | 'warning' | 'error';
  title: string;
  fix: string;
}

/** What happened and what to do, for any error. */
export function useProblemWords(): (error: unknown) => Told {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return { status: 'error', title: t('problem.pageBroken'), fix: t('problem.pageBrokenFix') };
    if (error.status === 0) return { status: 'warning', title: t('problem.offline'), fix: t('problem.offlineFix') };
    if (error.status === 403) return { status: 'info', title: t('problem.noRight'), fix: error.fix ?? t('problem.noRightFix') };
    if (error.status === 404) return { status: 'info', title: t('problem.notFound'), fix: error.fix ?? t('problem.notFoundFix') };
    if (error.status === 409 || error.status === 412) {
      return { status: 'warning', title: t('problem.conflict'), fix: [error.detail, t('problem.conflictFix')].filter(Boolean).join(' ') };
    }
    if (error.status >= 500) return { status: 'error', title: t('problem.server'), fix: [error.detail, t('problem.serverFix')].filter(Boolean).join(' ') };
    return { status: 'error', title: error.message, fix: [error.detail, error.fix].filter(Boolean).join(' ') };
  };
}

/** An error in the place of what could not be shown. */
export function Failed({ error, retry }: { error: unknown; retry?: (() => unknown) | undefined }): ReactElement {
  const { t } = useTranslation();
  const { status, title, fix } = useProblemWords()(error);
  return (
    <Alert
      className="failed"
      type={status}
      role="alert"
      showIcon
      title={title}
      description={fix}
      action={retry && <Button onClick={() => void retry()}>{t('app.retry')}</Button>}
    />
  );
}

/** Keeps the layout still while something loads. */
export function Loading({ rows = 6 }: { rows?: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('app.loading')} className="loading">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

/** Says what would appear here and how. */
export function Nothing({ text, children }: { text: string; children?: ReactNode }): ReactElement {
  return (
    <div className="nothing">
      <p>{text}</p>
      {children}
    </div>
  );
}

interface QueryLike<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Shows loading, error or the data of a query. Data that is already here stays when a refresh fails. */
export function Loaded<T>({ query, children, rows }: { query: QueryLike<T>; children: (data: T) => ReactNode; rows?: number }): ReactElement {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failed error={query.error} retry={query.refetch} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
