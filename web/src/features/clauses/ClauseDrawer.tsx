import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { clauseQuery, definitionsQuery } from '../../api/queries';
import type { Clause } from '../../api/types';
import { textOr } from '../../i18n';
import { useDepartmentName, usePick, valueName } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { StandardLine } from '../decision/DecisionCard';
import { ClauseChips } from './ClauseChip';

/** The clause that the address names (`?clause=`), beside whatever page is open. */
export function ClauseDrawer(): ReactElement {
  const [parameters, setParameters] = useSearchParams();
  const id = parameters.get('clause');
  const query = useQuery({ ...clauseQuery(id ?? ''), enabled: id !== null });
  const close = (): void =>
    setParameters((now) => {
      now.delete('clause');
      return now;
    });
  return (
    <Drawer open={id !== null} onClose={close} title={id} size={440}>
      {id !== null && <Loaded query={query}>{(clause) => <Content clause={clause} />}</Loaded>}
    </Drawer>
  );
}

function Content({ clause }: { clause: Clause }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const departmentName = useDepartmentName();
  const definitions = useQuery(definitionsQuery);
  const process = definitions.data?.find(({ key }) => key === clause.process);
  const note = pick(clause.note_zh, clause.note_en);
  const rows: [string, ReactElement | string | undefined][] = [
    [t('clauses.jurisdiction'), clause.jurisdiction && valueName(clause.jurisdiction)],
    [t('clauses.article'), clause.article ?? undefined],
    [t('clauses.runs'), clause.executable && textOr(`clauses.executable.${clause.executable}`, clause.executable)],
    [t('clauses.process'), process ? pick(process.name_zh, process.name_en) : undefined],
    [t('clauses.parties'), (clause.parties ?? []).map(departmentName).join('、')],
  ];
  return (
    <div className="stack">
      <p className="gist">{pick(clause.gist_zh, clause.gist_en)}</p>
      <p className="muted small">{pick(clause.gist_en, clause.gist_zh)}</p>
      <dl className="facts">
        {rows
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {note && (
        <section>
          <h3>{t('clauses.note')}</h3>
          <p>{note}</p>
        </section>
      )}
      {(clause.parameters?.length ?? 0) > 0 && (
        <section>
          <h3>{t('clauses.parameters')}</h3>
          {clause.parameters?.map((parameter) => (
            <StandardLine key={parameter.name} parameter={parameter} />
          ))}
        </section>
      )}
      {(clause.related?.length ?? 0) > 0 && (
        <section>
          <h3>{t('clauses.related')}</h3>
          <ClauseChips ids={clause.related} />
        </section>
      )}
      <p className="muted small">{t('clauses.ownWords')}</p>
    </div>
  );
}
