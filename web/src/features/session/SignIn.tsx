import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { post, Problem, rememberCsrf } from '../../api/http';
import { sampleAccountsQuery, sessionQuery } from '../../api/queries';
import type { SampleAccount, Session } from '../../api/types';
import { textOr } from '../../i18n';
import { usePick, valueName } from '../../ui/names';
import { LanguageButton } from '../../app/LanguageButton';
import { Mark } from '../../app/Mark';

interface Credentials {
  username: string;
  password: string;
}

/** The first page: name and password, or one click on a sample account where everything runs locally. */
export function SignIn(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const samples = useQuery(sampleAccountsQuery);
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => post<Session>('/session', credentials),
    onSuccess: (session) => {
      rememberCsrf(session.csrf);
      client.setQueryData(sessionQuery.queryKey, session);
      void client.invalidateQueries({ queryKey: ['departments'] });
    },
  });
  return (
    <main className="sign-in">
      <div className="sign-in-language">
        <LanguageButton />
      </div>
      <section className="sign-in-form" aria-labelledby="sign-in-title">
        <Mark large />
        <h1 id="sign-in-title">{t('session.title')}</h1>
        <p className="muted">{t('session.lead')}</p>
        {signIn.error && <SignInError error={signIn.error} />}
        <Form layout="vertical" requiredMark={false} onFinish={(values: Credentials) => signIn.mutate(values)}>
          <Form.Item name="username" label={t('session.username')} rules={[{ required: true, message: t('session.usernameNeeded') }]}>
            <Input autoComplete="username" autoCapitalize="none" size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('session.password')} rules={[{ required: true, message: t('session.passwordNeeded') }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>
            {t('session.submit')}
          </Button>
        </Form>
      </section>
      {(samples.data?.length ?? 0) > 0 && <Samples accounts={samples.data ?? []} busy={signIn.isPending} choose={(account) => signIn.mutate(account)} />}
    </main>
  );
}

function SignInError({ error }: { error: Error }): ReactElement {
  const { t } = useTranslation();
  const told = error instanceof Problem && error.status > 0 ? [error.message, error.detail, error.fix] : [t('problem.offline'), t('problem.offlineFix')];
  return <Alert type="error" showIcon role="alert" title={t('session.failed')} description={told.filter(Boolean).join(' ')} className="gap-below" />;
}

interface SamplesProps {
  accounts: SampleAccount[];
  busy: boolean;
  choose: (account: Credentials) => void;
}

function Samples({ accounts, busy, choose }: SamplesProps): ReactElement {
  const { t } = useTranslation();
  const groups = groupByDepartment(accounts);
  return (
    <section className="samples" aria-labelledby="samples-title">
      <h2 id="samples-title">{t('session.samples')}</h2>
      <p className="muted">{t('session.samplesHint')}</p>
      <div className="sample-groups">
        {[...groups].map(([group, members]) => members[0] && <SampleGroup key={group} title={groupTitle(members[0])} members={members} busy={busy} choose={choose} />)}
      </div>
    </section>
  );
}

/** By place and department, in the order of the list. */
function groupByDepartment(accounts: SampleAccount[]): Map<string, SampleAccount[]> {
  const groups = new Map<string, SampleAccount[]>();
  for (const account of accounts) {
    const group = `${account.jurisdiction} ${account.department}`;
    groups.set(group, [...(groups.get(group) ?? []), account]);
  }
  return groups;
}

function groupTitle({ jurisdiction, department }: SampleAccount): string {
  return `${valueName(jurisdiction)} · ${textOr(`departments.${department}`, department)}`;
}

interface GroupProps {
  title: string;
  members: SampleAccount[];
  busy: boolean;
  choose: (account: Credentials) => void;
}

function SampleGroup({ title, members, busy, choose }: GroupProps): ReactElement {
  const pick = usePick();
  return (
    <div className="sample-group">
      <h3>{title}</h3>
      {members.map((account) => {
        const name = pick(account.name_zh, account.name_en);
        return (
          <button
            key={account.username}
            type="button"
            className="sample"
            disabled={busy}
            onClick={() => choose({ username: account.username, password: account.password })}
          >
            <span>{name}</span>
            <span className="muted">{account.username}</span>
          </button>
        );
      })}
    </div>
  );
}
