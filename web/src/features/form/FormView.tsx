import { Alert, Checkbox, Form, Input, InputNumber, Radio, Select, type FormInstance, type FormItemProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import type { Facts, FormComponent, FormSchema } from '../../api/types';
import { currentLanguage } from '../../i18n';
import { ClauseChips } from '../clauses/ClauseChip';
import { shown } from './conditions';
import { DayInput } from './DayInput';
import { clausesOf, isMoney, labelOf, optionsOf } from './fields';
import { MoneyInput, NOT_MONEY } from './MoneyInput';

interface Props {
  schema: FormSchema;
  form: FormInstance<Facts>;
  initial: Facts;
  disabled: boolean;
  onChange: (values: Facts) => void;
}

/** A form-js schema shown with the page's own controls; fields come and go as their conditions say. */
export function FormView({ schema, form, initial, disabled, onChange }: Props): ReactElement {
  const entered = Form.useWatch<Facts | undefined>((values: Facts) => values, { form, preserve: true });
  return (
    <Form<Facts>
      form={form}
      layout="vertical"
      initialValues={initial}
      disabled={disabled}
      scrollToFirstError={{ focus: true, block: 'center' }}
      onValuesChange={(_, all) => onChange(all)}
    >
      <Components list={shown(schema, entered ?? initial)} />
    </Form>
  );
}

function Components({ list }: { list: FormComponent[] }): ReactElement {
  return (
    <>
      {list.map((component, index) => (
        <Component key={component.key ?? component.id ?? index} component={component} />
      ))}
    </>
  );
}

function Component({ component }: { component: FormComponent }): ReactElement | null {
  if (component.type === 'group') {
    return (
      <fieldset className="group">
        <legend>{labelOf(component)}</legend>
        <Components list={component.components ?? []} />
      </fieldset>
    );
  }
  if (component.type === 'text') {
    const english = component.properties?.['text_en'];
    return <p>{currentLanguage() === 'en' && typeof english === 'string' ? english : component.text}</p>;
  }
  if (component.type === 'separator') return <hr />;
  return component.key ? <Field component={component} name={component.key} /> : null;
}

function Field({ component, name }: { component: FormComponent; name: string }): ReactElement {
  const { t } = useTranslation();
  const rules = useRules(component);
  const label = labelOf(component);
  const description = currentLanguage() === 'en' ? (component.properties?.['description_en'] as string | undefined) : component.description;
  const heading = (
    <span>
      {label} <ClauseChips ids={clausesOf(component)} />
    </span>
  );
  const common: FormItemProps = { name, rules, extra: isMoney(component) ? [description, t('task.yuanHint')].filter(Boolean).join(' ') : description };
  if (component.type === 'checkbox') {
    return (
      <Form.Item {...common} valuePropName="checked">
        <Checkbox>{heading}</Checkbox>
      </Form.Item>
    );
  }
  return (
    <Form.Item {...common} label={heading}>
      <Control component={component} />
    </Form.Item>
  );
}

/** The control itself; the form hands it `value`, `onChange` and `id`. */
function Control({ component, ...bound }: { component: FormComponent }): ReactElement {
  const { t } = useTranslation();
  const label = labelOf(component);
  const { min, max, maxLength } = component.validate ?? {};
  if (isMoney(component)) return <MoneyInput {...bound} />;
  switch (component.type) {
    case 'textfield':
      return <Input {...bound} {...(maxLength ? { maxLength } : {})} />;
    case 'textarea':
      return <Input.TextArea {...bound} autoSize={{ minRows: 3, maxRows: 12 }} {...(maxLength ? { maxLength, showCount: true } : {})} />;
    case 'number':
      return <InputNumber {...bound} className="full" {...(min === undefined ? {} : { min })} {...(max === undefined ? {} : { max })} />;
    case 'radio':
      return <Radio.Group {...bound} options={optionsOf(component)} aria-label={label} />;
    case 'select':
      return <Select {...bound} allowClear placeholder={t('task.choose')} options={optionsOf(component)} aria-label={label} />;
    case 'checklist':
      return <Checkbox.Group {...bound} options={optionsOf(component)} />;
    case 'datetime':
      return <DayInput {...bound} />;
    default:
      return <Alert type="warning" title={component.type} />;
  }
}

function useRules(component: FormComponent): NonNullable<FormItemProps['rules']> {
  const { t } = useTranslation();
  const { pattern, min = 0, max = Number.MAX_SAFE_INTEGER } = component.validate ?? {};
  const required = component.validate?.required;
  const label = labelOf(component);
  const rules: NonNullable<FormItemProps['rules']> = [];
  if (required && component.type === 'checkbox') {
    rules.push({ validator: async (_, value) => (value === true ? Promise.resolve() : Promise.reject(new Error(t('task.required', { label })))) });
  } else if (required) rules.push({ required: true, message: t('task.required', { label }) });
  if (pattern) rules.push({ pattern: new RegExp(pattern), message: t('task.badPattern') });
  if (isMoney(component)) {
    rules.push({ validator: async (_, value) => (value === NOT_MONEY ? Promise.reject(new Error(t('application.amountHint'))) : Promise.resolve()) });
  } else if (component.type === 'number' && component.validate?.max !== undefined) {
    rules.push({ type: 'number', min, max, message: t('task.badNumber', { min, max }) });
  }
  return rules;
}
