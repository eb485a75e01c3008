import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { depositQuery } from '../../api/money';
import type { Deposit } from '../../api/moneyTypes';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { FactRows, Figure, Word, Yuan, type FactRow, type Tone } from '../../ui/money';
import { usePick } from '../../ui/names';
import { Loaded, Nothing } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { ClauseChips } from '../clauses/ClauseChip';

const TONE: Record<string, Tone> = { assessing: 'wait', due: 'wait', exempt: 'good', stored: 'good', returning: 'wait', returned: 'plain' };

/** The wage deposit: what is due and stored, why at this rate, and every change. */
export function DepositTab({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const query = useQuery(depositQuery(project.id));
  return <Loaded query={query}>{(deposit) => (deposit === null ? <Nothing text={t('deposit.none')} /> : <View deposit={deposit} />)}</Loaded>;
}

function View({ deposit }: { deposit: Deposit }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  const rows: FactRow[] = [
    [t('deposit.holder'), firm(deposit.holder)],
    [t('deposit.rate'), deposit.rate_bp === null ? '—' : `${deposit.rate_bp / 100}%`],
    [t('deposit.dueOn'), deposit.due_on],
    [t('deposit.form'), deposit.form ? textOr(`deposit.forms.${deposit.form}`, deposit.form) : '—'],
    ...(deposit.letter_valid_until ? [[t('deposit.letterUntil'), deposit.letter_valid_until] as FactRow] : []),
  ];
  return (
    <div className="stack">
      <div className="figures">
        <Figure name={t('deposit.due')}>
          <Yuan fen={deposit.due_fen} />
        </Figure>
        <Figure name={t('deposit.held')} tone={deposit.state === 'stored' ? 'good' : 'plain'}>
          <Yuan fen={deposit.held_fen} />
        </Figure>
        <Figure name={t('deposit.short')} tone={deposit.shortfall_fen > 0 ? 'bad' : 'plain'}>
          <Yuan fen={deposit.shortfall_fen} />
        </Figure>
      </div>
      <div className="two">
        <section>
          <h2>
            {t('deposit.title')} <Word tone={TONE[deposit.state] ?? 'plain'}>{textOr(`deposit.states.${deposit.state}`, deposit.state)}</Word>
            {deposit.missing && <Word tone="bad">{t('deposit.missing')}</Word>}
          </h2>
          <FactRows rows={rows} />
        </section>
        <div className="stack">
          <Reasons deposit={deposit} />
          <Moves deposit={deposit} />
        </div>
      </div>
    </div>
  );
}

function Reasons({ deposit }: { deposit: Deposit }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  return (
    <section>
      <h2>{t('deposit.why')}</h2>
      {deposit.reasons.length === 0 ? (
        <p className="muted">{t('decision.reasonsNone')}</p>
      ) : (
        <ul className="reasons">
          {deposit.reasons.map((reason, index) => (
            <li key={index}>
              {pick(reason.text, reason.text_en)} <ClauseChips ids={reason.clauses} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Moves({ deposit }: { deposit: Deposit }): ReactElement {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('deposit.moves')}</h2>
      {deposit.moves.length === 0 ? (
        <p className="muted">{t('deposit.movesEmpty')}</p>
      ) : (
        <FactRows
          wide
          rows={deposit.moves.map(({ kind, booked_on, receipt, amount_fen }) => [
            `${booked_on} ${textOr(`deposit.moveKinds.${kind}`, kind)} · ${receipt}`,
            <Yuan key="fen" fen={amount_fen} />,
            'amount',
          ])}
        />
      )}
    </section>
  );
}
