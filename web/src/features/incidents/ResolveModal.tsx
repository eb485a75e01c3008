import { Alert, App, Form, Input, Modal } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { useProblemWords } from '../../ui/States';
import { readData, useResolve, type Remedy } from './resolve';

interface Props {
  ids: string[];
  remedy: Remedy;
  onClose: (resolved: boolean) => void;
}

interface Answers {
  reason: string;
  data?: string;
}

/** Asks for the reason, says what cannot be undone, and does it. */
export function ResolveModal({ ids, remedy, onClose }: Props): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Answers>();
  const resolving = useResolve();
  const words = useProblemWords();
  const submit = ({ reason, data }: Answers): void => {
    const corrected = data === undefined ? null : readData(data);
    resolving.mutate(
      { ids, remedy, reason, ...(corrected ? { data: corrected } : {}) },
      {
        onSuccess: (outcome) => {
          void message.info(ids.length === 1 ? t('incidents.done') : t('incidents.bulkDone', { ...outcome }));
          onClose(true);
        },
      },
    );
  };
  const problem = resolving.error ? words(resolving.error) : null;
  return (
    <Modal
      open
      title={t(`incidents.${remedy}`)}
      okText={t('app.confirm')}
      cancelText={t('app.cancel')}
      okButtonProps={{ danger: remedy === 'cancel', loading: resolving.isPending }}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
    >
      {(remedy === 'skip' || remedy === 'cancel') && (
        <Alert className="gap-below" type="warning" showIcon title={t(remedy === 'skip' ? 'incidents.skipWarning' : 'incidents.cancelWarning')} />
      )}
      {problem && <Alert className="gap-below" role="alert" type="error" showIcon title={problem.title} description={problem.fix} />}
      <Form form={form} layout="vertical" onFinish={submit} preserve={false}>
        <Form.Item name="reason" label={t('incidents.reason')} rules={[{ required: true, whitespace: true, message: t('incidents.reasonNeeded') }]}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
        </Form.Item>
        {remedy === 'correct' && (
          <Form.Item
            name="data"
            label={t('incidents.data')}
            rules={[
              { validator: async (_, text: string | undefined) => (readData(text ?? '') ? Promise.resolve() : Promise.reject(new Error(t('incidents.badData')))) },
            ]}
          >
            <Input.TextArea className="mono" autoSize={{ minRows: 4 }} placeholder="{ }" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
