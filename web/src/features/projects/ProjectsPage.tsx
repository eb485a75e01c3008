import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { applicationsQuery, projectsQuery } from '../../api/queries';
import type { ApplicationSummary, Project } from '../../api/types';
import { day } from '../../ui/format';
import { valueName } from '../../ui/names';
import { Loaded, Nothing } from '../../ui/States';
import { StateTag } from '../application/StateTag';
import { useFirmName } from '../application/firms';

const PAGE = 100;

/** Projects with their parties and how far their permit is. */
export function ProjectsPage(): ReactElement {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const q = (parameters.get('q') ?? '').toLowerCase();
  const query = useQuery(projectsQuery({ limit: PAGE }));
  const applications = useQuery(applicationsQuery({ limit: PAGE }));
  const firmName = useFirmName();
  const latest = new Map<string, ApplicationSummary>();
  for (const application of [...(applications.data?.items ?? [])].reverse()) latest.set(application.project_id, application);
  return (
    <>
      <div className="page-head">
        <h1>{t('projects.title')}</h1>
      </div>
      <Loaded query={query}>
        {({ items }) => {
          const found = items.filter(({ name, construction_unit, general_contractor }) =>
            `${name} ${firmName(construction_unit)} ${firmName(general_contractor)}`.toLowerCase().includes(q),
          );
          if (found.length === 0) return <Nothing text={t(q ? 'queue.empty.filtered' : 'projects.empty')} />;
          return (
            <ul className="cards cards-wide">
              {found.map((project) => (
                <ProjectCard key={project.id} project={project} application={latest.get(project.id)} firmName={firmName} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </>
  );
}

interface CardProps {
  project: Project;
  application: ApplicationSummary | undefined;
  firmName: (code: string) => string;
}

function ProjectCard({ project, application, firmName }: CardProps): ReactElement {
  const { t } = useTranslation();
  return (
    <li className="card">
      <span className="card-head">
        <Link to={`/projects/${project.id}`} className="card-title">
          {project.name}
        </Link>
        {application && <StateTag state={application.state} />}
      </span>
      <dl className="facts">
        <div className="fact">
          <dt>{t('facts.construction_unit')}</dt>
          <dd>{firmName(project.construction_unit)}</dd>
        </div>
        <div className="fact">
          <dt>{t('facts.general_contractor')}</dt>
          <dd>{firmName(project.general_contractor)}</dd>
        </div>
        <div className="fact">
          <dt>{t('facts.jurisdiction')}</dt>
          <dd>{valueName(project.jurisdiction)}</dd>
        </div>
        <div className="fact">
          <dt>{t('application.submittedAt')}</dt>
          <dd className="tabular">{day(project.created_at)}</dd>
        </div>
      </dl>
    </li>
  );
}
