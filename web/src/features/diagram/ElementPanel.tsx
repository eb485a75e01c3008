import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { durationWords } from '../../ui/format';
import { useDepartmentName, usePick } from '../../ui/names';
import { ClauseChips } from '../clauses/ClauseChip';
import type { ElementState } from './state';
import type { ElementInfo } from './viewer';

interface Props {
  element: ElementInfo;
  state: ElementState | undefined;
  people: string | undefined;
  onClose: () => void;
}

/** One step of a diagram: what it is, its state, clauses, department, people, limit. */
export function ElementPanel({ element, state, people, onClose }: Props): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const departmentName = useDepartmentName();
  const { name, nameEn, type, clauses, department, deadline, count } = element;
  const fixed = deadline && !deadline.includes('${');
  return (
    <section className="element" aria-live="polite">
      <h3>
        {pick(name || null, nameEn) || t('diagram.unnamed')}
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('app.close')} onClick={onClose} />
      </h3>
      <p className="muted">
        {t(`diagram.types.${type}`)} · {state ? t(`diagram.${state}`) : t('diagram.notYet')}
      </p>
      <dl className="facts">
        <div className="fact">
          <dt>{t('queue.clauses')}</dt>
          <dd>{clauses.length > 0 ? <ClauseChips ids={clauses} /> : <span className="muted">{t('diagram.noClauses')}</span>}</dd>
        </div>
        {department && (
          <div className="fact">
            <dt>{t('diagram.department')}</dt>
            <dd>{departmentName(department)}</dd>
          </div>
        )}
        {people && (
          <div className="fact">
            <dt>{t('diagram.people')}</dt>
            <dd>{people}</dd>
          </div>
        )}
        {fixed && (
          <div className="fact">
            <dt>{t('diagram.deadline')}</dt>
            <dd>{durationWords(deadline, count ?? undefined, t)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
