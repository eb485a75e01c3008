import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, RouterProvider } from 'react-router';

import { Problem, rememberCsrf } from '../api/http';
import { sessionQuery } from '../api/queries';
import { SignIn } from '../features/session/SignIn';
import { Failed, Loading } from '../ui/States';
import { router } from './routes';
import { useTheme } from './theme';

const RETRIES = 2;
/** What anybody may open without signing in. */
const CHECK = '/check/';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < RETRIES && (!(error instanceof Problem) || error.status >= 500),
    },
  },
});

/** Providers around everything. */
export function App(): ReactElement {
  const { i18n } = useTranslation();
  const chinese = i18n.language !== 'en';
  dayjs.locale(chinese ? 'zh-cn' : 'en');
  return (
    <ConfigProvider locale={chinese ? zhCN : enUS} theme={useTheme()} button={{ autoInsertSpace: false }}>
      <AntApp>
        <QueryClientProvider client={client}>
          {location.pathname.startsWith(CHECK) ? <Public /> : <Gate />}
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

/** The pages that ask nobody to sign in. */
function Public(): ReactElement {
  const [pages] = useState(() =>
    createBrowserRouter([{ path: `${CHECK}:payroll/:tag`, hydrateFallbackElement: <Loading />, lazy: async () => ({ Component: (await import('../features/check/CheckPage')).CheckPage }) }]),
  );
  return <RouterProvider router={pages} />;
}

/** Shows the sign-in page until there is a session; the address stays, so one lands where one wanted to go. */
function Gate(): ReactElement {
  const session = useQuery(sessionQuery);
  useEffect(() => {
    if (session.data) rememberCsrf(session.data.csrf);
  }, [session.data]);
  if (session.isPending) return <Loading />;
  if (session.error) return <Failed error={session.error} retry={session.refetch} />;
  return session.data ? <RouterProvider router={router} /> : <SignIn />;
}
