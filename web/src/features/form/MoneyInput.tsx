import { Input } from 'antd';
import { useState, type ReactElement } from 'react';

import { fenOf, typedYuan, yuan } from '../../ui/format';

/** What the field holds when the typed text is no amount; the form's rule refuses it. */
export const NOT_MONEY = 'not_money';

interface Props {
  id?: string;
  value?: number | string;
  onChange?: (value: number | string | undefined) => void;
  disabled?: boolean;
  'aria-describedby'?: string;
  'aria-required'?: boolean;
}

/** An amount typed in yuan and held as integer fen; the amount with separators stands beside it. */
export function MoneyInput({ value, onChange, ...rest }: Props): ReactElement {
  const [text, setText] = useState(typeof value === 'number' ? typedYuan(value) : '');
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    // The form was reset or filled from outside: show that, not what was typed before.
    setSeen(value);
    if (typeof value === 'number' && fenOf(text) !== value) setText(typedYuan(value));
    if (value === undefined) setText('');
  }
  const type = (typed: string): void => {
    setText(typed);
    const fen = typed.trim() === '' ? undefined : (fenOf(typed) ?? NOT_MONEY);
    setSeen(fen);
    onChange?.(fen);
  };
  return (
    <Input
      {...rest}
      className="money"
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={(event) => type(event.target.value)}
      prefix="¥"
      suffix={<span className="muted">{typeof value === 'number' && value >= 100_000 ? yuan(value) : ''}</span>}
    />
  );
}
