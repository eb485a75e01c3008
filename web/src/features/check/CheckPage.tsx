import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { Problem } from '../../api/http';
import { postedQuery } from '../../api/money';
import type { PostedSheet } from '../../api/moneyTypes';
import { LanguageButton } from '../../app/LanguageButton';
import { Mark } from '../../app/Mark';
import { day, yuan } from '../../ui/format';
import { Yuan } from '../../ui/money';
import { Failed, Loading } from '../../ui/States';

/** What a worker sees who scanned the code of a posted sheet: is it genuine, where is the money, and what about me. Nobody signs in. */
export function CheckPage(): ReactElement {
  const { t } = useTranslation();
  const { payroll = '', tag = '' } = useParams();
  const query = useQuery(postedQuery(payroll, tag));
  const wrong = query.error instanceof Problem && query.error.status === 404;
  return (
    <div className="check">
      <header className="check-head">
        <Mark />
        <span className="spring" />
        <LanguageButton />
      </header>
      <main>
        <h1>{t('check.title')}</h1>
        {query.isPending && <Loading rows={4} />}
        {wrong && (
          <section className="check-card check-bad" role="alert">
            <h2>✕ {t('check.bad')}</h2>
            <p>{t('check.badText')}</p>
          </section>
        )}
        {query.error && !wrong && <Failed error={query.error} retry={query.refetch} />}
        {query.data && <Sheet sheet={query.data} />}
      </main>
    </div>
  );
}

/** Where the wages are, in one sentence. */
function useMoneyWords(): (sheet: PostedSheet) => string {
  const { t } = useTranslation();
  return ({ workers, due_fen, paid_fen }) => {
    if (paid_fen === 0) return t('check.nonePaid', { n: workers, amount: yuan(due_fen) });
    if (paid_fen >= due_fen) return t('check.allPaid', { n: workers, amount: yuan(paid_fen) });
    return t('check.partPaid', { paid: yuan(paid_fen), rest: yuan(due_fen - paid_fen) });
  };
}

function Sheet({ sheet }: { sheet: PostedSheet }): ReactElement {
  const { t } = useTranslation();
  const words = useMoneyWords();
  const over = sheet.pay_on !== null && sheet.pay_on < day(new Date());
  return (
    <>
      <section className="check-card check-good">
        <h2>✓ {t('check.genuine')}</h2>
        <p>{t('check.genuineText')}</p>
      </section>
      <section className="check-card">
        <h2>{sheet.project_name}</h2>
        <p>{t('check.month', { month: sheet.month })}</p>
        <p className="check-money">{words(sheet)}</p>
        {sheet.pay_on && <p>{t('check.payOn', { day: sheet.pay_on })}</p>}
        {over && sheet.paid_fen < sheet.due_fen && <p>{t('check.afterPayday')}</p>}
      </section>
      <Find sheet={sheet} />
    </>
  );
}

function Find({ sheet }: { sheet: PostedSheet }): ReactElement {
  const { t } = useTranslation();
  const [number, setNumber] = useState('');
  const [all, setAll] = useState(false);
  const found = sheet.lines.filter(({ line_no }) => String(line_no) === number.trim());
  const shown = all ? sheet.lines : found;
  return (
    <section className="check-card">
      <h2>
        <label htmlFor="number">{t('check.find')}</label>
      </h2>
      <p className="muted">{t('check.findHint')}</p>
      <Input
        id="number"
        size="large"
        inputMode="numeric"
        autoComplete="off"
        placeholder={t('check.number')}
        value={number}
        onChange={({ target }) => {
          setNumber(target.value);
          setAll(false);
        }}
      />
      <div aria-live="polite">
        {number.trim() !== '' && !all && found.length === 0 && <p className="late-text">{t('check.notFound')}</p>}
        <ul className="plain">
          {shown.map((line) => (
            <Line key={line.line_no} line={line} />
          ))}
        </ul>
      </div>
      {found.length > 0 && <p>{t('check.wrong')}</p>}
      {!all && (
        <Button size="large" block onClick={() => setAll(true)}>
          {t('check.showAll')}
        </Button>
      )}
    </section>
  );
}

function Line({ line }: { line: PostedSheet['lines'][number] }): ReactElement {
  const { t } = useTranslation();
  const rest = line.due_fen - line.paid_fen;
  return (
    <li className="check-line">
      <strong>{t('check.you', { n: line.line_no, name: line.name })}</strong>
      <div>{t('check.days', { n: line.days })}</div>
      <div>
        {t('check.gross')} ¥<Yuan fen={line.gross_fen} />
        {line.deduct_fen > 0 && (
          <>
            {'　'}
            {t('check.deduct')} ¥<Yuan fen={line.deduct_fen} />
          </>
        )}
      </div>
      <div className="check-due">
        {t('check.due')} ¥<Yuan fen={line.due_fen} />
      </div>
      {line.paid_fen > 0 && <p className="good-text">✓ {t('check.yourPaid', { amount: yuan(line.paid_fen) })}</p>}
      {rest > 0 && <p className="late-text">{t('check.yourRest', { amount: yuan(rest) })}</p>}
    </li>
  );
}
