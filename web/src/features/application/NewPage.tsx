import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Select, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';

import { post, Problem } from '../../api/http';
import { firmsQuery, useSession } from '../../api/queries';
import type { Facts, Firm } from '../../api/types';
import { useProblemWords } from '../../ui/States';
import { forgetDraft, keepLocally, localDraft } from '../task/draft';
import { QuestionField } from './QuestionField';
import { asked, factsOf, SECTIONS } from './sections';

const DRAFT = 'new-application';

interface Answers extends Facts {
  project_name?: string;
  construction_unit?: string;
  general_contractor?: string;
}

/** A new permit application; what is typed stays on this device until it is lodged. */
export function NewPage(): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const { state } = useLocation() as { state: { answers?: Answers } | null };
  const [kept] = useState(() => localDraft(DRAFT));
  const [form] = Form.useForm<Answers>();
  const [wrong, setWrong] = useState(0);
  const answers = (Form.useWatch([], form) as Answers | undefined) ?? {};
  const submit = useSubmit(form);
  const place = user.jurisdiction === 'toli-draft' ? 'tuoli' : 'shaoxing';
  const defaults: Answers = { project_place: place, ...(user.firms.length === 1 && ownParty(user.firms[0] ?? '', user.department)) };
  const clear = (): void => {
    forgetDraft(DRAFT);
    form.resetFields();
    form.setFieldsValue(defaults);
  };
  return (
    <div className="narrow">
      <div className="page-head">
        <h1>{t('application.create')}</h1>
      </div>
      <p className="muted">{t('application.unknownHelp')}</p>
      {kept && !state?.answers && (
        <Alert className="gap-below" type="info" showIcon title={t('application.restored')} action={<Button onClick={clear}>{t('application.clear')}</Button>} />
      )}
      <Form<Answers>
        form={form}
        layout="vertical"
        size="large"
        initialValues={{ ...defaults, ...(state?.answers ?? kept) }}
        scrollToFirstError={{ focus: true, block: 'center' }}
        onValuesChange={(_, all) => keepLocally(DRAFT, all)}
        onFinish={() => submit.ask(form.getFieldsValue(true) as Answers)}
        onFinishFailed={({ errorFields }) => setWrong(errorFields.length)}
      >
        <Parties />
        {SECTIONS.map(({ title, questions }) => (
          <fieldset key={title} className="group">
            <legend>{t(`application.${title}`)}</legend>
            {questions
              .filter((question) => asked(answers).includes(question))
              .map((question) => (
                <QuestionField key={question.name} question={question} />
              ))}
          </fieldset>
        ))}
        {wrong > 0 && <Alert className="gap-below" role="alert" type="error" showIcon title={t('application.fixFields', { count: wrong })} />}
        {submit.error && <Refused error={submit.error} />}
        <div className="verbs">
          <Space wrap>
            <Button type="primary" htmlType="submit" loading={submit.busy}>
              {t('application.submit')}
            </Button>
            <span className="muted small">{t('application.saved')}</span>
          </Space>
        </div>
      </Form>
    </div>
  );
}

function ownParty(code: string, department: string): Answers {
  return department === 'construction_unit' ? { construction_unit: code } : { general_contractor: code };
}

function Parties(): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const firms = useQuery(firmsQuery);
  const options = (kind: Firm['kind']): { value: string; label: string }[] =>
    (firms.data ?? [])
      .filter((firm) => firm.kind === kind && (kind !== 'construction_unit' || user.firms.length === 0 || user.firms.includes(firm.credit_code)))
      .map(({ credit_code, name }) => ({ value: credit_code, label: name }));
  const needed = (label: string): { required: true; message: string }[] => [{ required: true, message: t('task.required', { label }) }];
  return (
    <fieldset className="group">
      <legend>{t('application.parties')}</legend>
      <Form.Item name="project_name" label={t('facts.project_name')} rules={needed(t('facts.project_name'))}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      {(['construction_unit', 'general_contractor'] as const).map((name) => (
        <Form.Item key={name} name={name} label={t(`facts.${name}`)} rules={needed(t(`facts.${name}`))}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={firms.isPending}
            placeholder={t('application.parties_hint')}
            aria-label={t(`facts.${name}`)}
            options={options(name === 'construction_unit' ? 'construction_unit' : 'contractor')}
          />
        </Form.Item>
      ))}
    </fieldset>
  );
}

function Refused({ error }: { error: Error }): ReactElement {
  const { t } = useTranslation();
  const { title, fix } = useProblemWords()(error);
  return <Alert className="gap-below" role="alert" type="error" showIcon title={t('application.failed')} description={`${title}。${fix}`} />;
}

interface Submit {
  ask: (answers: Answers) => void;
  busy: boolean;
  error: Error | null;
}

function useSubmit(form: ReturnType<typeof Form.useForm<Answers>>[0]): Submit {
  const { t } = useTranslation();
  const { user } = useSession();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const lodging = useMutation({
    mutationFn: ({ project_name, construction_unit, general_contractor, ...answers }: Answers) =>
      post<{ application_id: string }>('/permit-applications', {
        jurisdiction: user.jurisdiction,
        project_name,
        construction_unit,
        general_contractor,
        facts: factsOf(answers),
      }),
    onSuccess: async ({ application_id }) => {
      forgetDraft(DRAFT);
      await client.invalidateQueries({ queryKey: ['applications'] });
      void message.success(t('application.submitted', { number: application_id.slice(-8) }));
      void navigate(`/applications/${application_id}`, { replace: true });
    },
    onError: (error) => {
      if (error instanceof Problem) form.setFields(error.fields.map(({ field, message: text }) => ({ name: field, errors: [text] })));
    },
  });
  return {
    ask: (answers) => {
      modal.confirm({
        title: t('application.submitConfirm'),
        content: t('application.submitText'),
        okText: t('application.submit'),
        cancelText: t('app.cancel'),
        onOk: () => lodging.mutate(answers),
      });
    },
    busy: lodging.isPending,
    error: lodging.error,
  };
}
