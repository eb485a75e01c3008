import { fireEvent, render, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';

import { MoneyInput, NOT_MONEY } from './MoneyInput';

/** Hands the value back, as a form does. */
function Held({ onChange }: { onChange: (value: unknown) => void }): ReactElement {
  const [value, setValue] = useState<number | string>();
  const keep = (next: number | string | undefined): void => {
    setValue(next);
    onChange(next);
  };
  return <MoneyInput onChange={keep} {...(value === undefined ? {} : { value })} />;
}

describe('an amount field', () => {
  it('hands on integer fen', () => {
    const change = vi.fn();
    render(<MoneyInput onChange={change} />);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: '19.99' } });
    expect(change).toHaveBeenLastCalledWith(1999);
  });

  it('tells the form when the text is no amount, and keeps the text', () => {
    const change = vi.fn();
    render(<Held onChange={change} />);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: '12.345' } });
    expect(change).toHaveBeenLastCalledWith(NOT_MONEY);
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('12.345');
  });

  it('shows what it is given in yuan', () => {
    render(<MoneyInput value={200_000_050} />);
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('2000000.50');
  });
});
