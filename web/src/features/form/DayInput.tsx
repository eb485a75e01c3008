import { Input } from 'antd';
import type { ReactElement } from 'react';

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  disabled?: boolean;
}

/** A day, held as ISO text. The browser's own control: small, keyed by hand as well, and at home on telephones. */
export function DayInput({ value, onChange, ...rest }: Props): ReactElement {
  return (
    <Input {...rest} className="day" type="date" max="9999-12-31" value={value ?? ''} onChange={(event) => onChange?.(event.target.value || undefined)} />
  );
}
