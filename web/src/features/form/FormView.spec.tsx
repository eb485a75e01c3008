import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Form, type FormInstance } from 'antd';
import { useEffect, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';

import type { Facts, FormSchema } from '../../api/types';
import { FormView } from './FormView';
import { submission } from './submission';

const schema: FormSchema = {
  components: [
    {
      type: 'radio',
      key: 'contract_signed',
      label: '已签合同',
      validate: { required: true },
      values: [
        { label: '是', value: true },
        { label: '否', value: false },
      ],
    },
    { type: 'textfield', key: 'contract_place', label: '工作地点', validate: { required: true }, conditional: { hide: '=contract_signed != true' } },
  ],
};

function Held({ initial, hand }: { initial: Facts; hand: (form: FormInstance<Facts>) => void }): ReactElement {
  const [form] = Form.useForm<Facts>();
  useEffect(() => {
    hand(form);
  }, [form, hand]);
  return (
    <QueryClientProvider client={new QueryClient()}>
      <FormView schema={schema} form={form} initial={initial} disabled={false} onChange={() => undefined} />
    </QueryClientProvider>
  );
}

function shownWith(initial: Facts): FormInstance<Facts> {
  const handed: FormInstance<Facts>[] = [];
  render(<Held initial={initial} hand={(form) => void handed.push(form)} />);
  return handed[0] as FormInstance<Facts>;
}

describe('a form with conditions', () => {
  it('shows a field once its condition lets it, and asks for it then', async () => {
    const user = userEvent.setup();
    const form = shownWith({});
    expect(screen.queryByText('工作地点')).toBeNull();
    await user.click(screen.getByLabelText('是'));
    expect(await screen.findByText('工作地点')).toBeTruthy();
    await expect(form.validateFields()).rejects.toMatchObject({ errorFields: [{ name: ['contract_place'] }] });
  });

  it('neither asks for nor sends a field that is hidden again', async () => {
    const user = userEvent.setup();
    const form = shownWith({ contract_signed: true, contract_place: '示例工地' });
    expect(screen.getByText('工作地点')).toBeTruthy();
    await user.click(screen.getByLabelText('否'));
    await waitFor(() => expect(screen.queryByText('工作地点')).toBeNull());
    expect(submission(schema, await form.validateFields())).toEqual({ contract_signed: false });
  });

  it('brings back what was typed when the field is shown again', async () => {
    const user = userEvent.setup();
    shownWith({ contract_signed: true, contract_place: '示例工地' });
    await user.click(screen.getByLabelText('否'));
    await waitFor(() => expect(screen.queryByText('工作地点')).toBeNull());
    await user.click(screen.getByLabelText('是'));
    expect(await screen.findByDisplayValue('示例工地')).toBeTruthy();
  });
});
