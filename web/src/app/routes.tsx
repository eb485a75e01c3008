import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';

import { Loading } from '../ui/States';
import { PageError } from './PageError';
import { Shell } from './Shell';

/** A page that is loaded when it is first visited. */
function page<M>(load: () => Promise<M>, pick: (module: M) => ComponentType): { lazy: () => Promise<{ Component: ComponentType }> } {
  return { lazy: async () => ({ Component: pick(await load()) }) };
}

export const router = createBrowserRouter([
  {
    path: '/',
    element: <Shell />,
    hydrateFallbackElement: <Loading />,
    errorElement: <PageError />,
    children: [
      { index: true, element: <Navigate to="/queue" replace /> },
      { path: 'queue', ...page(() => import('../features/queue/QueuePage'), (m) => m.QueuePage) },
      { path: 'tasks/:id', ...page(() => import('../features/task/TaskPage'), (m) => m.TaskPage) },
      { path: 'cases/:id', ...page(() => import('../features/case/CasePage'), (m) => m.CasePage) },
      { path: 'projects', ...page(() => import('../features/projects/ProjectsPage'), (m) => m.ProjectsPage) },
      { path: 'projects/:id', ...page(() => import('../features/project/ProjectPage'), (m) => m.ProjectPage) },
      { path: 'warnings', ...page(() => import('../features/warnings/WarningsPage'), (m) => m.WarningsPage) },
      { path: 'applications', ...page(() => import('../features/application/ListPage'), (m) => m.ListPage) },
      { path: 'applications/new', ...page(() => import('../features/application/NewPage'), (m) => m.NewPage) },
      { path: 'applications/:id', ...page(() => import('../features/application/DetailPage'), (m) => m.DetailPage) },
      { path: 'clauses', ...page(() => import('../features/clauses/ClausesPage'), (m) => m.ClausesPage) },
      { path: 'incidents', ...page(() => import('../features/incidents/IncidentsPage'), (m) => m.IncidentsPage) },
      { path: 'processes', ...page(() => import('../features/processes/ProcessesPage'), (m) => m.ProcessesPage) },
      { path: 'processes/:key', ...page(() => import('../features/processes/ProcessPage'), (m) => m.ProcessPage) },
      { path: '*', ...page(() => import('./NotFound'), (m) => m.NotFound) },
    ],
  },
]);
