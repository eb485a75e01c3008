import { Button, Checkbox, Form, Radio, Select, Space } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { factName, valueName } from '../../ui/names';
import { DayInput } from '../form/DayInput';
import { MoneyInput, NOT_MONEY } from '../form/MoneyInput';
import type { Question } from './sections';

/** One question of the application form, with big targets and plain words. */
export function QuestionField({ question }: { question: Question }): ReactElement {
  const { t } = useTranslation();
  const { name, kind, required } = question;
  const label = factName(name);
  return (
    <Form.Item
      name={name}
      label={
        <span id={`label-${name}`}>
          {label}
          {!required && <span className="muted small"> {t('application.optional')}</span>}
        </span>
      }
      extra={kind === 'money' ? t('application.amountHint') : undefined}
      rules={[
        ...(required ? [{ required: true, message: t('task.required', { label }) }] : []),
        {
          validator: async (_: unknown, value: unknown) =>
            value === NOT_MONEY ? Promise.reject(new Error(t('application.amountHint'))) : Promise.resolve(),
        },
      ]}
    >
      <Answer question={question} label={label} />
    </Form.Item>
  );
}

interface Bound {
  id?: string;
  value?: unknown;
  onChange?: (value: unknown) => void;
}

function Answer({ question: { kind, values = [] }, label, ...bound }: { question: Question; label: string } & Bound): ReactElement {
  const { t } = useTranslation();
  switch (kind) {
    case 'money':
      return <MoneyInput {...(bound as object)} />;
    case 'day':
      return <DayInput {...(bound as object)} />;
    case 'lastDay':
      return <LastDay {...bound} />;
    case 'choice':
      return (
        <Select
          {...bound}
          allowClear
          aria-label={label}
          placeholder={t('task.choose')}
          options={values.map((value) => ({ value, label: valueName(value) }))}
        />
      );
    case 'yesNo':
      return <YesNo {...bound} label={label} />;
  }
}

/** Yes, no, or not yet known: an answer can be taken back. */
function YesNo({ id, value, onChange, label }: Bound & { label: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <Space wrap>
      <Radio.Group
        {...(id ? { id } : {})}
        aria-label={label}
        optionType="button"
        value={value}
        onChange={(event) => onChange?.(event.target.value)}
        options={[
          { value: true, label: t('app.yes') },
          { value: false, label: t('app.no') },
        ]}
      />
      {value !== undefined && (
        <Button type="link" size="small" aria-label={`${t('application.unknown')}：${label}`} onClick={() => onChange?.(undefined)}>
          {t('application.unknown')}
        </Button>
      )}
    </Space>
  );
}

/** A last day of validity, or the statement that there is none. */
function LastDay({ id, value, onChange }: Bound): ReactElement {
  const { t } = useTranslation();
  return (
    <Space wrap>
      <DayInput
        {...(id ? { id } : {})}
        {...(typeof value === 'string' ? { value } : {})}
        disabled={value === null}
        onChange={(picked) => onChange?.(picked)}
      />
      <Checkbox checked={value === null} onChange={(event) => onChange?.(event.target.checked ? null : undefined)}>
        {t('application.isNone')}
      </Checkbox>
    </Space>
  );
}
