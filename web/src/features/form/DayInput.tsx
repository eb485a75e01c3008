import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactElement } from 'react';

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  disabled?: boolean;
}

/** A day, held as ISO text. */
export function DayInput({ value, onChange, ...rest }: Props): ReactElement {
  return (
    <DatePicker
      {...rest}
      className="full"
      format="YYYY-MM-DD"
      value={value ? dayjs(value) : null}
      onChange={(picked) => onChange?.(picked ? picked.format('YYYY-MM-DD') : undefined)}
    />
  );
}
