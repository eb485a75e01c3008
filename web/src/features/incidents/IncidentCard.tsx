import { Button, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Incident } from '../../api/types';
import { textOr } from '../../i18n';
import { moment } from '../../ui/format';
import type { Remedy } from './resolve';
import { ResolveModal } from './ResolveModal';

const REMEDIES: Remedy[] = ['retry', 'correct', 'skip', 'cancel'];

interface Props {
  incident: Incident;
  mayResolve: boolean;
}

/** One block: what happened, since when, and the ways out for who may take them. */
export function IncidentCard({ incident, mayResolve }: Props): ReactElement {
  const { t } = useTranslation();
  const [remedy, setRemedy] = useState<Remedy | null>(null);
  return (
    <article className="incident">
      <h3>
        {textOr(`incidents.kinds.${incident.kind}`, incident.kind)} <span className="muted small tabular">{moment(incident.created_at)}</span>
      </h3>
      <p>
        {incident.title}
        {incident.detail && <span className="muted">：{incident.detail}</span>}
      </p>
      {mayResolve && incident.state === 'open' && (
        <Space wrap className="no-print">
          {REMEDIES.map((each) => (
            <Button key={each} size="small" type={each === 'retry' ? 'primary' : 'default'} danger={each === 'cancel'} onClick={() => setRemedy(each)}>
              {t(`incidents.${each}`)}
            </Button>
          ))}
        </Space>
      )}
      {remedy && <ResolveModal ids={[incident.id]} remedy={remedy} onClose={() => setRemedy(null)} />}
    </article>
  );
}
