import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Problem } from '../../api/http';
import { tasksQuery, useSession } from '../../api/queries';
import type { Facts, Task } from '../../api/types';
import { clockTime } from '../../ui/format';
import { useTaskNames } from '../../ui/names';
import { useProblemWords } from '../../ui/States';
import { initialValues, inputs } from '../form/fields';
import { FormView } from '../form/FormView';
import { submission } from '../form/submission';
import { useTaskAction } from './actions';
import { localDraft, useDraft, type DraftState } from './draft';

/** The form of an item with its verbs; what was typed survives errors, reloads and a lost line. */
export function TaskForm({ task }: { task: Task }): ReactElement {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { user } = useSession();
  const [form] = Form.useForm<Facts>();
  const verbs = useVerbs(task);
  const draft = useDraft(task);
  const [kept, setKept] = useState(() => localDraft(task.id));
  const mine = task.state === 'claimed' && task.assignee === user.username;
  const initial = initialValues(task.form, task.data ?? {}, kept ?? task.draft);
  const fields = inputs(task.form);

  const complete = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (values === null && fields.length > 0) return;
    modal.confirm({
      title: t('task.completeTitle'),
      content: t('task.completeText'),
      okText: t('task.complete'),
      cancelText: t('app.cancel'),
      onOk: async () => {
        const error = await verbs.complete(submission(task.form, values ?? {}));
        if (error) form.setFields(error.fields.map(({ field, message }) => ({ name: field, errors: [message] })));
        else draft.drop();
      },
    });
  };
  const discard = (): void => {
    draft.drop();
    setKept(null);
    form.setFieldsValue(initialValues(task.form, task.data ?? {}, null));
  };
  useHotkeys('e', () => void complete(), { enabled: mine });
  useHotkeys('c', () => verbs.claim(), { enabled: task.state === 'open' });
  useHotkeys('r', () => verbs.release(), { enabled: mine });

  return (
    <>
      {kept && mine && <Alert className="gap-below" type="info" showIcon title={t('task.draftRestored')} action={<Button onClick={discard}>{t('task.discardDraft')}</Button>} />}
      {task.state === 'open' && <p className="muted">{t('task.claimFirst')}</p>}
      {fields.length === 0 && <p className="muted">{t('task.formNone')}</p>}
      {task.form && <FormView schema={task.form} form={form} initial={initial} disabled={!mine} onChange={draft.keep} />}
      {verbs.error && <Refused error={verbs.error} />}
      <div className="verbs no-print">
        <Space wrap>
          {task.state === 'open' && (
            <Button type="primary" loading={verbs.busy} onClick={verbs.claim}>
              {t('queue.claim')} <kbd>c</kbd>
            </Button>
          )}
          {mine && (
            <>
              <Button type="primary" loading={verbs.busy} onClick={() => void complete()}>
                {t('task.complete')} <kbd>e</kbd>
              </Button>
              <Button loading={verbs.busy} onClick={verbs.release}>
                {t('queue.release')} <kbd>r</kbd>
              </Button>
            </>
          )}
          <DraftNote state={draft.state} />
        </Space>
      </div>
    </>
  );
}

function DraftNote({ state }: { state: DraftState }): ReactElement | null {
  const { t } = useTranslation();
  if (state.kind === 'none') return null;
  return (
    <span className="muted small" role="status">
      {state.kind === 'saved' ? t('task.draftSaved', { at: clockTime(state.at) }) : t('task.draftLocal')}
    </span>
  );
}

function Refused({ error }: { error: Error }): ReactElement {
  const { t } = useTranslation();
  const { title, fix } = useProblemWords()(error);
  return <Alert className="gap-below" role="alert" type="error" showIcon title={t('task.failed')} description={`${title}。${fix}`} />;
}

interface Verbs {
  claim: () => void;
  release: () => void;
  /** Completes; answers the problem when it was refused. */
  complete: (data: Facts) => Promise<Problem | null>;
  busy: boolean;
  error: Error | null;
}

function useVerbs(task: Task): Verbs {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const next = useNext();
  const { name } = useTaskNames()(task);
  const claiming = useTaskAction('claim');
  const releasing = useTaskAction('release');
  const completing = useTaskAction('complete');
  return {
    claim: () => claiming.mutate({ task }),
    release: () => releasing.mutate({ task }, { onSuccess: () => void navigate('/queue') }),
    complete: async (data) => {
      try {
        await completing.mutateAsync({ task, data });
      } catch (error) {
        if (error instanceof Problem) return error;
        throw error;
      }
      const following = await next(task.id);
      if (following) void navigate(`/tasks/${following.id}`, { replace: true, state: { finished: name } });
      else {
        void message.success(t('task.completedLast', { name }));
        void navigate('/queue');
      }
      return null;
    },
    busy: claiming.isPending || releasing.isPending || completing.isPending,
    error: claiming.error ?? releasing.error ?? completing.error,
  };
}

/** Finds the next item: my own first, else one that waits in my department. */
function useNext(): (done: string) => Promise<Task | undefined> {
  const client = useQueryClient();
  return async (done) => {
    for (const filter of [{ state: 'claimed', assignee: 'me' }, { state: 'open' }]) {
      const page = await client.query({ ...tasksQuery({ ...filter, sort: 'due', limit: 2 }), staleTime: 0 }).catch(() => null);
      const found = page?.items.find(({ id }) => id !== done);
      if (found) return found;
    }
    return undefined;
  };
}
