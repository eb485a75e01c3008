import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Modal } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { post } from '../../api/http';
import type { Definition } from '../../api/types';
import { useProblemWords } from '../../ui/States';
import { DayInput } from '../form/DayInput';

interface LintProblem {
  element?: string | null;
  rule?: string;
  severity?: string;
  message: string;
  fix?: string | null;
}

interface Deployed {
  definition: Definition | null;
  problems: LintProblem[];
}

/** Publishes a diagram from a file; the linter's findings are shown with what to do about them. */
export function Publish(): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const words = useProblemWords();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [effectiveOn, setEffectiveOn] = useState<string | undefined>();
  const publishing = useMutation({
    mutationFn: async (diagram: File) =>
      post<Deployed>('/processes', { xml: await diagram.text(), ...(effectiveOn ? { effective_on: effectiveOn } : {}) }),
    onSuccess: async ({ definition }) => {
      if (!definition) return;
      void message.success(t('processes.deployed', { version: definition.version }));
      setOpen(false);
      await client.invalidateQueries({ queryKey: ['processes'] });
    },
  });
  const told = publishing.error ? words(publishing.error) : null;
  const problems = publishing.data?.problems ?? [];
  return (
    <>
      <Button icon={<UploadOutlined />} onClick={() => setOpen(true)}>
        {t('processes.deploy')}
      </Button>
      <Modal
        open={open}
        title={t('processes.deploy')}
        okText={t('processes.deploy')}
        cancelText={t('app.cancel')}
        okButtonProps={{ disabled: file === null, loading: publishing.isPending }}
        onOk={() => file && publishing.mutate(file)}
        onCancel={() => setOpen(false)}
      >
        <p className="muted">{t('processes.deployText')}</p>
        {told && <Alert className="gap-below" role="alert" type="error" showIcon title={told.title} description={told.fix} />}
        {problems.length > 0 && (
          <Alert
            className="gap-below"
            type="warning"
            title={t('processes.problems')}
            description={
              <ul className="reasons">
                {problems.map(({ element, message: text, fix }, index) => (
                  <li key={`${element ?? ''}${index}`}>
                    {element && <code>{element}</code>} {text} {fix && <span className="muted">{fix}</span>}
                  </li>
                ))}
              </ul>
            }
          />
        )}
        <Form layout="vertical">
          <Form.Item label={t('processes.file')} htmlFor="diagram-file">
            <input id="diagram-file" type="file" accept=".bpmn,.xml" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
          </Form.Item>
          <Form.Item label={t('processes.effectiveOn')} htmlFor="effective-on">
            <DayInput id="effective-on" {...(effectiveOn ? { value: effectiveOn } : {})} onChange={setEffectiveOn} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
