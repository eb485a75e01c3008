import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';

import { applicationQuery, useSession } from '../../api/queries';
import type { Application, ApplicationState } from '../../api/types';
import { moment } from '../../ui/format';
import { Loaded } from '../../ui/States';
import { DecisionCard } from '../decision/DecisionCard';
import { isFirm, mayApply } from '../session/rights';
import { FactList } from '../task/FactList';
import { Missing } from './Missing';
import { Notices } from './Notices';
import { OpenTasks } from './OpenTasks';
import { StateTag } from './StateTag';

/** One application in plain words: where it stands, what is missing, what was decided and why. */
export function DetailPage(): ReactElement {
  const { id = '' } = useParams();
  const query = useQuery(applicationQuery(id));
  return <Loaded query={query}>{(application) => <View application={application} />}</Loaded>;
}

const PROGRESS: Record<ApplicationState, number> = { submitted: 1, under_review: 1, granted: 3, refused: 3, out_of_scope: 3, withdrawn: 3 };
const KIND: Record<ApplicationState, 'info' | 'success' | 'error' | 'warning'> = {
  submitted: 'info',
  under_review: 'info',
  granted: 'success',
  refused: 'error',
  out_of_scope: 'warning',
  withdrawn: 'warning',
};

function View({ application }: { application: Application }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const { state, scope, gate } = application;
  return (
    <div className="narrow stack">
      <Head application={application} />
      <Progress state={state} />
      <Alert type={KIND[state]} showIcon title={t(`application.nowText.${state}`)} />
      {application.permit && (
        <section>
          <h2>{t('application.permit')}</h2>
          <dl className="facts">
            <div className="fact">
              <dt>{t('application.permitNumber')}</dt>
              <dd>
                <strong>{application.permit.number}</strong>
              </dd>
            </div>
            <div className="fact">
              <dt>{t('application.issuedOn')}</dt>
              <dd className="tabular">{application.permit.issued_on}</dd>
            </div>
          </dl>
        </section>
      )}
      {application.instance_id && <OpenTasks applicationId={application.id} />}
      <Missing application={application} />
      {gate && <DecisionCard decision={gate} />}
      {scope && <DecisionCard decision={scope} />}
      <Notices notices={application.notices} />
      <section>
        <h2>{t('application.submittedFacts')}</h2>
        <FactList facts={application.facts} />
      </section>
      {application.instance_id && !isFirm(user) && (
        <Link className="no-print" to={`/cases/${application.instance_id}`}>
          {t('application.follow')}
        </Link>
      )}
    </div>
  );
}

const SIGN = { done: '✓', now: '▶', failed: '✕', later: '' };

/** Three steps; each differs by sign as well as by colour. */
function Progress({ state }: { state: ApplicationState }): ReactElement {
  const { t } = useTranslation();
  const reached = PROGRESS[state];
  const kind = (index: number): keyof typeof SIGN => {
    if (index === 2 && (state === 'refused' || state === 'withdrawn')) return 'failed';
    return index < reached ? 'done' : index === reached ? 'now' : 'later';
  };
  return (
    <ol className="steps-line no-print">
      {(['submit', 'review', 'result'] as const).map((step, index) => (
        <li key={step} className={`step-${kind(index)}`} aria-current={kind(index) === 'now' ? 'step' : undefined}>
          {SIGN[kind(index)]} {t(`application.steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Head({ application }: { application: Application }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const navigate = useNavigate();
  const { project_name, state, construction_unit, general_contractor, submitted_at } = application;
  const answers = { ...application.facts, project_name, construction_unit: construction_unit.credit_code, general_contractor: general_contractor.credit_code };
  const closed = state === 'refused' || state === 'withdrawn';
  return (
    <div className="page-head task-head">
      <Link to="/applications" className="back no-print" aria-label={t('nav.applications')}>
        <ArrowLeftOutlined />
      </Link>
      <div>
        <h1>
          {project_name} <StateTag state={state} />
        </h1>
        <p className="muted">{[construction_unit.name, general_contractor.name, `${t('application.submittedAt')} ${moment(submitted_at)}`].join(' · ')}</p>
      </div>
      <span className="spring" />
      {closed && mayApply(user) && (
        <Button className="no-print" onClick={() => void navigate('/applications/new', { state: { answers } })}>
          {t('application.again')}
        </Button>
      )}
      <Button className="no-print" icon={<PrinterOutlined />} onClick={() => print()}>
        {t('app.print')}
      </Button>
    </div>
  );
}
