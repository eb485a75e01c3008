import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { linesQuery } from '../../api/money';
import type { PayrollDetail, PayrollLine } from '../../api/moneyTypes';
import { textOr } from '../../i18n';
import { yuan } from '../../ui/format';
import { Records, Word, Yuan, type Tone } from '../../ui/money';
import { usePick } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { useFirmName } from '../application/firms';
import { ClauseChips } from '../clauses/ClauseChip';

const TONE: Record<string, Tone> = { open: 'wait', signed: 'good', objected: 'bad', refused: 'bad', ordered: 'wait', paid: 'good', part_paid: 'wait', rejected: 'bad' };

/** A month's lines, a page at a time. */
export function SheetLines({ payroll }: { payroll: PayrollDetail }): ReactElement {
  const { t } = useTranslation();
  const firm = useFirmName();
  const [after, setAfter] = useState(0);
  const query = useQuery(linesQuery(payroll.payroll_id, after));
  return (
    <section className="bare">
      <h2>{t('wages.lines')}</h2>
      <Loaded query={query}>
        {({ items, next_cursor }) => (
          <>
            <Records
              caption={t('wages.lines')}
              rows={items.map((line) => ({ ...line, id: line.worker_id }))}
              empty={t('wages.empty')}
              columns={[
                { key: 'worker', title: t('wages.worker'), cell: ({ line_no, name }) => `${line_no} · ${name}` },
                { key: 'employer', title: t('wages.employer'), cell: ({ employer }) => firm(employer) },
                { key: 'days', title: t('wages.days'), cell: ({ days }) => <span className="tabular">{t('wages.daysCount', { n: days })}</span> },
                { key: 'rate', title: t('wages.rate'), align: 'end', cell: rateWords },
                { key: 'gross', title: t('wages.gross'), align: 'end', cell: ({ gross_fen }) => <Yuan fen={gross_fen} /> },
                { key: 'deduct', title: t('wages.deduct'), align: 'end', cell: ({ deduct_fen }) => <Yuan fen={deduct_fen} /> },
                { key: 'net', title: t('wages.net'), align: 'end', cell: ({ due_fen }) => <strong><Yuan fen={due_fen} /></strong> },
                { key: 'paid', title: t('wages.paid'), align: 'end', cell: ({ paid_fen }) => <Yuan fen={paid_fen} /> },
                { key: 'account', title: t('wages.account'), cell: ({ account }) => <span className="mono">{account}</span> },
                { key: 'state', title: t('wages.state'), cell: (line) => <LineState line={line} /> },
              ]}
            />
            <div className="pager">
              {after > 0 && <Button onClick={() => setAfter(0)}>{t('queue.first')}</Button>}{' '}
              {next_cursor && <Button onClick={() => setAfter(Number(next_cursor))}>{t('queue.next')}</Button>}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );

  function rateWords({ unit, rate_fen }: PayrollLine): ReactElement {
    return <span className="tabular">{unit === 'quantity' ? t('wages.units.quantity') : `${yuan(rate_fen)} ${textOr(`wages.units.${unit}`, '')}`}</span>;
  }
}

function LineState({ line }: { line: PayrollLine }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  return (
    <>
      <Word tone={TONE[line.state] ?? 'plain'}>{textOr(`wages.lineStates.${line.state}`, line.state)}</Word>
      {line.objection && line.state === 'objected' && <div className="small">{t('wages.objection', { text: line.objection })}</div>}
      {line.reasons.map((reason, index) => (
        <div key={index} className="small">
          {pick(reason.text, reason.text_en)} <ClauseChips ids={reason.clauses} />
        </div>
      ))}
    </>
  );
}
