import { Checkbox } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Column<T> {
  title: string;
  key: string;
  width?: number;
  align?: 'end';
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  caption: string;
  rows: T[];
  columns: Column<T>[];
  empty: ReactNode;
  current?: string | null;
  onRow?: (row: T) => void;
  onOpen?: (row: T) => void;
  /** With this, rows can be selected; `selectable` tells which. */
  selection?: { ids: string[]; change: (ids: string[]) => void; selectable?: (row: T) => boolean };
}

/** A plain table with a caption for those who hear it, row selection, and a current row. */
export function DataTable<T extends { id: string }>({ caption, rows, columns, empty, current, onRow, onOpen, selection }: Props<T>): ReactElement {
  if (rows.length === 0) return <div className="table-empty">{empty}</div>;
  return (
    <div className="table-frame">
      <table className="table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {selection && <SelectAll rows={rows} selection={selection} />}
            {columns.map(({ key, title, width, align }) => (
              <th key={key} scope="col" className={align} style={{ width }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              id={`row-${row.id}`}
              className={[row.id === current && 'row-current', onRow && 'row-live'].filter(Boolean).join(' ')}
              aria-current={row.id === current || undefined}
              onClick={() => onRow?.(row)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {selection && <SelectOne row={row} selection={selection} />}
              {columns.map(({ key, align, cell }) => (
                <td key={key} className={align}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Selection<T> = NonNullable<Props<T>['selection']>;

function SelectAll<T extends { id: string }>({ rows, selection }: { rows: T[]; selection: Selection<T> }): ReactElement {
  const { t } = useTranslation();
  const all = rows.filter((row) => selection.selectable?.(row) ?? true).map(({ id }) => id);
  const chosen = all.filter((id) => selection.ids.includes(id)).length;
  return (
    <th scope="col" className="select-cell">
      <Checkbox
        aria-label={t('app.selectAll')}
        checked={chosen > 0 && chosen === all.length}
        indeterminate={chosen > 0 && chosen < all.length}
        disabled={all.length === 0}
        onChange={(event) => selection.change(event.target.checked ? all : [])}
      />
    </th>
  );
}

function SelectOne<T extends { id: string }>({ row, selection }: { row: T; selection: Selection<T> }): ReactElement {
  const { t } = useTranslation();
  const change = (on: boolean): void => selection.change(on ? [...selection.ids, row.id] : selection.ids.filter((id) => id !== row.id));
  return (
    <td className="select-cell">
      <Checkbox
        aria-label={t('app.select')}
        checked={selection.ids.includes(row.id)}
        disabled={!(selection.selectable?.(row) ?? true)}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => change(event.target.checked)}
      />
    </td>
  );
}
