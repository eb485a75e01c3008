import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';

import { applicationsQuery, useSession } from '../../api/queries';
import { day } from '../../ui/format';
import { Loaded, Nothing } from '../../ui/States';
import { isFirm, mayApply } from '../session/rights';
import { StateTag } from './StateTag';

const PAGE = 50;

/** Permit applications: a firm's own, or all for the authorities. Cards, so that a telephone shows them as well as a desk. */
export function ListPage(): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const q = (parameters.get('q') ?? '').toLowerCase();
  const cursor = parameters.get('cursor');
  const query = useQuery(applicationsQuery({ cursor, limit: PAGE }));
  const firm = isFirm(user);
  return (
    <>
      <div className="page-head">
        <h1>{t(firm ? 'application.list' : 'application.listAll')}</h1>
        <span className="spring" />
        {mayApply(user) && (
          <Button type={firm ? 'primary' : 'default'} icon={<PlusOutlined />} onClick={() => void navigate('/applications/new')}>
            {t('application.create')}
          </Button>
        )}
      </div>
      <Loaded query={query}>
        {({ items, next_cursor }) => {
          const found = items.filter(({ project_name, construction_unit, general_contractor }) =>
            `${project_name} ${construction_unit.name} ${general_contractor.name}`.toLowerCase().includes(q),
          );
          if (found.length === 0) return <Nothing text={t(q ? 'queue.empty.filtered' : firm ? 'application.empty' : 'application.emptyOfficer')} />;
          return (
            <>
              <ul className="cards cards-wide">
                {found.map((application) => (
                  <li key={application.id} className="card">
                    <span className="card-head">
                      <Link to={`/applications/${application.id}`} className="card-title">
                        {application.project_name}
                      </Link>
                      <StateTag state={application.state} />
                    </span>
                    <span className="muted">
                      {application.construction_unit.name} · {application.general_contractor.name}
                    </span>
                    <span className="muted small tabular">
                      {t('application.submittedAt')} {day(application.submitted_at)}
                      {application.closed_at && ` · ${t('application.decidedAt')} ${day(application.closed_at)}`}
                    </span>
                    {application.late && <span className="clock clock-late plain-clock">{t('application.late')}</span>}
                  </li>
                ))}
              </ul>
              {next_cursor && (
                <Button className="pager" onClick={() => setParameters({ cursor: next_cursor })}>
                  {t('queue.next')}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
