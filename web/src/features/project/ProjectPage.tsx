import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import { projectQuery, warningsQuery } from '../../api/money';
import type { Project } from '../../api/types';
import { valueName } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { AccountTab } from './AccountTab';
import { DepositTab } from './DepositTab';
import { OverviewTab } from './OverviewTab';
import { PaymentsTab } from './PaymentsTab';
import { PeopleTab } from './PeopleTab';
import { WagesTab } from './WagesTab';
import { WarningsTab } from './WarningsTab';

const TABS = ['overview', 'account', 'wages', 'deposit', 'payments', 'people', 'warnings'] as const;
type Tab = (typeof TABS)[number];

const SHOWN: Record<Tab, (props: { project: Project }) => ReactElement> = {
  overview: OverviewTab,
  account: AccountTab,
  wages: WagesTab,
  deposit: DepositTab,
  payments: PaymentsTab,
  people: PeopleTab,
  warnings: WarningsTab,
};

/** A project and everything about its wages; the tab stands in the address. */
export function ProjectPage(): ReactElement {
  const { id = '' } = useParams();
  const query = useQuery(projectQuery(id));
  return <Loaded query={query}>{(project) => <View project={project} />}</Loaded>;
}

function View({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  const [parameters] = useSearchParams();
  const warnings = useQuery(warningsQuery({ project_id: project.id, limit: 100 }));
  const asked = parameters.get('tab') as Tab;
  const tab = TABS.includes(asked) ? asked : 'overview';
  const count = warnings.data?.items.length ?? 0;
  const Shown = SHOWN[tab];
  return (
    <>
      <div className="page-head task-head">
        <Link to="/projects" className="back no-print" aria-label={t('nav.projects')}>
          <ArrowLeftOutlined />
        </Link>
        <div>
          <h1>{project.name}</h1>
          <p className="muted">{[valueName(project.jurisdiction), firm(project.construction_unit), firm(project.general_contractor)].join(' · ')}</p>
        </div>
      </div>
      <nav className="tabs no-print" aria-label={project.name}>
        <ul className="plain">
          {TABS.map((key) => (
            <li key={key}>
              <Link to={key === 'overview' ? '?' : `?tab=${key}`} className="tab" aria-current={key === tab ? 'page' : undefined}>
                {t(`project.tabs.${key}`)}
                {key === 'warnings' && count > 0 && ` ${count}`}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Shown project={project} />
    </>
  );
}
