import { Tag } from 'antd';
import type { ReactElement, ReactNode } from 'react';

import { usePhone } from '../app/theme';
import { DataTable, type Column } from './DataTable';
import { yuan } from './format';

/** An amount in yuan with two decimals; a dash where there is none yet. */
export function Yuan({ fen }: { fen: number | null | undefined }): ReactElement {
  return <span className="amount tabular">{fen === null || fen === undefined ? '—' : yuan(fen)}</span>;
}

export type Tone = 'good' | 'bad' | 'wait' | 'plain';

const COLOURS: Record<Tone, string | undefined> = { good: 'green', bad: 'red', wait: 'gold', plain: undefined };
const SIGNS: Record<Tone, string> = { good: '✓ ', bad: '⚠ ', wait: '', plain: '' };

/** A state in words; a sign stands beside the colour. */
export function Word({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return (
    <Tag color={COLOURS[tone]} className="word">
      {SIGNS[tone]}
      {children}
    </Tag>
  );
}

export type FactRow = [label: string, value: ReactNode, kind?: 'amount'];

/** Facts under each other, amounts at the right; `wide` leaves the room to the labels. */
export function FactRows({ rows, wide }: { rows: FactRow[]; wide?: boolean }): ReactElement {
  return (
    <dl className={wide ? 'facts facts-wide' : 'facts'}>
      {rows.map(([label, value, kind], index) => (
        <div className="fact" key={`${index} ${label}`}>
          <dt>{label}</dt>
          <dd className={kind ?? ''}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One figure that matters, with its name above. */
export function Figure({ name, children, tone = 'plain' }: { name: string; children: ReactNode; tone?: Tone }): ReactElement {
  return (
    <div className={`figure figure-${tone}`}>
      <div className="muted small">{name}</div>
      <div className="figure-value">{children}</div>
    </div>
  );
}

interface Props<T> {
  caption: string;
  rows: T[];
  columns: Column<T>[];
  empty: ReactNode;
  current?: string | null;
  onRow?: (row: T) => void;
}

/** A table on a desk, cards on a telephone; the first column heads the card. */
export function Records<T extends { id: string }>(props: Props<T>): ReactElement {
  const phone = usePhone();
  const { caption, rows, columns, empty, onRow } = props;
  const [first, ...rest] = columns;
  if (!phone || rows.length === 0 || !first) return <DataTable {...props} />;
  return (
    <ul className="cards" aria-label={caption}>
      {rows.map((row) => (
        <li key={row.id} className={`card ${row.id === props.current ? 'card-current' : ''}`}>
          <div className="card-title">
            {onRow ? (
              <button type="button" className="link-button strong" onClick={() => onRow(row)}>
                {first.cell(row)}
              </button>
            ) : (
              first.cell(row)
            )}
          </div>
          <FactRows rows={rest.map(({ title, align, cell }) => [title, cell(row), align === 'end' ? 'amount' : undefined] as FactRow)} />
        </li>
      ))}
      {rows.length === 0 && <li>{empty}</li>}
    </ul>
  );
}
