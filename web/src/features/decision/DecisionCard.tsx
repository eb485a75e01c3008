import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { clauseQuery } from '../../api/queries';
import type { Decision, Parameter, Reason } from '../../api/types';
import { textOr } from '../../i18n';
import { factName, inWords, usePick, valueName } from '../../ui/names';
import { factText } from '../task/facts';
import { durationWords, yuan } from '../../ui/format';
import { ClauseChips } from '../clauses/ClauseChip';

const GOOD = ['issue', 'in_scope', 'covered'];
const BAD = ['refuse', 'short'];
const PLAIN = /^\d+$/;

interface Props {
  decision: Decision;
  /** Makes of a missing fact's name something that asks for it, for example a link to its field. */
  ask?: (fact: string, name: string) => ReactNode;
}

/** A decision: outcome in a line, reasons with their clauses, what is missing, standards with their dates. */
export function DecisionCard({ decision, ask }: Props): ReactElement {
  const { t } = useTranslation();
  const outcome = String(decision.outcome);
  const colour = GOOD.includes(outcome) ? 'green' : BAD.includes(outcome) ? 'red' : PLAIN.test(outcome) ? 'blue' : 'gold';
  return (
    <section className="decision" aria-label={textOr(`decision.names.${decision.decision}`, decision.decision)}>
      <h3>
        <span className="muted">{textOr(`decision.names.${decision.decision}`, decision.decision)}</span>
        <Tag color={colour}>{outcomeWords(decision)}</Tag>
      </h3>
      {decision.reasons.length > 0 && (
        <ul className="reasons">
          {decision.reasons.map((reason, index) => (
            <ReasonLine key={reason.code ?? index} reason={reason} />
          ))}
        </ul>
      )}
      {decision.missing.length > 0 && (
        <div>
          <h4>{t('decision.missing')}</h4>
          <ul className="reasons">
            {decision.missing.map((fact) => (
              <li key={fact}>{ask ? ask(fact, factName(fact)) : factName(fact)}</li>
            ))}
          </ul>
        </div>
      )}
      <Standards decision={decision} />
    </section>
  );
}

/** An outcome in words: a word, an amount in yuan, or a rate in per cent. */
export function outcomeWords({ decision, outcome }: Decision): string {
  if (typeof outcome !== 'number') return textOr(`decision.outcomes.${outcome}`, outcome);
  return decision.endsWith('_rate') ? `${outcome / 100}%` : `¥${yuan(outcome)}`;
}

function ReasonLine({ reason }: { reason: Reason }): ReactElement {
  const pick = usePick();
  const { t } = useTranslation();
  const facts = Object.entries(reason.facts ?? {});
  return (
    <li>
      {inWords(pick(reason.text, reason.text_en))} <ClauseChips ids={reason.clauses} />
      {facts.length > 0 && (
        <div className="small muted">
          {t('decision.used')}：{facts.map(([name, value]) => `${factName(name)} ${factText(name, value)}`).join('；')}
        </div>
      )}
    </li>
  );
}

/** Parameters come as a list or by name. */
export function parameterList(parameters: Decision['parameters']): Parameter[] {
  if (!parameters) return [];
  if (Array.isArray(parameters)) return parameters;
  return Object.entries(parameters).map(([name, parameter]) => ({ ...parameter, name }));
}

function Standards({ decision }: { decision: Decision }): ReactElement | null {
  const { t } = useTranslation();
  const list = parameterList(decision.parameters);
  if (list.length === 0 && !decision.on) return null;
  return (
    <div className="small muted standards">
      {decision.on && <div>{t('decision.on', { on: decision.on })}</div>}
      {list.map((parameter) => (
        <StandardLine key={parameter.name} parameter={parameter} />
      ))}
    </div>
  );
}

/** One dated standard in small type. */
export function StandardLine({ parameter }: { parameter: Parameter }): ReactElement {
  const { t } = useTranslation();
  const { since } = parameter;
  return (
    <div>
      {useLabel(parameter)}：<ParameterValue parameter={parameter} />
      {since && `（${t('decision.since', { since })}）`}
    </div>
  );
}

/** A standard's name in words. Decisions bring only its key; the clause that it rests on knows the words. */
function useLabel({ name = '', label_zh, label_en, clauses }: Parameter): string {
  const pick = usePick();
  const own = pick(label_zh, label_en);
  const clause = clauses?.[0] ?? '';
  const { data } = useQuery({ ...clauseQuery(clause), enabled: own === '' && clause !== '' });
  const known = data?.parameters?.find((each) => each.name === name);
  return own || (known ? pick(known.label_zh, known.label_en) : '') || factName(name);
}

function ParameterValue({ parameter: { value, unit } }: { parameter: Parameter }): ReactElement {
  const { t } = useTranslation();
  if (unit === 'fen' && typeof value === 'number') return <>¥{yuan(value)}</>;
  if (unit === 'basis_points' && typeof value === 'number') return <>{value / 100}%</>;
  if (typeof value === 'boolean') return <>{t(value ? 'app.yes' : 'app.no')}</>;
  if (Array.isArray(value)) return <>{value.map((each) => valueName(String(each))).join('、')}</>;
  if (typeof value === 'string' && unit?.startsWith('duration_')) return <>{durationWords(value, unit.replace('duration_', ''), t)}</>;
  return (
    <>
      {valueName(String(value))} {unit ? textOr(`units.${unit}`, '') : ''}
    </>
  );
}
