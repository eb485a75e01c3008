import { AlertOutlined, ApartmentOutlined, AuditOutlined, BookOutlined, CheckSquareOutlined, ProjectOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import { incidentsQuery, taskCountsQuery, useSession } from '../api/queries';
import { mayOperate } from '../features/session/rights';

interface Entry {
  to: string;
  text: string;
  icon: ReactNode;
  count?: number | undefined;
}

/** The ways through the project; workshop and incidents only for those who may work there. */
export function Rail({ onChoose }: { onChoose?: () => void }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const counts = useQuery(taskCountsQuery);
  const operator = mayOperate(user);
  const incidents = useQuery({ ...incidentsQuery({ state: 'open', limit: 100 }), enabled: operator });
  const entries: Entry[] = [
    { to: '/queue', text: t('nav.queue'), icon: <CheckSquareOutlined />, count: counts.data?.mine },
    { to: '/applications', text: t('nav.applications'), icon: <AuditOutlined /> },
    { to: '/projects', text: t('nav.projects'), icon: <ProjectOutlined /> },
    { to: '/warnings', text: t('warnings.nav'), icon: <WarningOutlined /> },
    { to: '/clauses', text: t('nav.clauses'), icon: <BookOutlined /> },
    ...(operator ? [{ to: '/processes', text: t('nav.processes'), icon: <ApartmentOutlined /> }] : []),
    ...(operator ? [{ to: '/incidents', text: t('nav.incidents'), icon: <AlertOutlined />, count: incidents.data?.items.length }] : []),
  ];
  return (
    <ul className="rail-list">
      {entries.map(({ to, text, icon, count }) => (
        <li key={to}>
          <NavLink to={to} className="rail-link" {...(onChoose ? { onClick: onChoose } : {})}>
            {icon}
            <span>{text}</span>
            {!!count && <Badge count={count} size="small" color="#1456a0" />}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
