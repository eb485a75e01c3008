import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { remove } from '../api/http';
import { clockQuery, useSession } from '../api/queries';
import type { LiveState } from '../features/live/live';
import { moment } from '../ui/format';
import { useDepartmentName, usePick, valueName } from '../ui/names';
import { LanguageButton } from './LanguageButton';
import { SearchBox } from './SearchBox';
import { usePhone } from './theme';

const NOTABLE_SHIFT_MS = 120_000;

/** Place and department, search, help, language, and who is signed in. */
export function TopBar({ live, onHelp }: { live: LiveState; onHelp: () => void }): ReactElement {
  const { t } = useTranslation();
  const phone = usePhone();
  const { user } = useSession();
  const departmentName = useDepartmentName();
  return (
    <>
      {!phone && (
        <span className="where">
          {user.jurisdiction && <strong>{valueName(user.jurisdiction)}</strong>}
          <span>{departmentName(user.department)}</span>
        </span>
      )}
      <span className="spring" />
      {!phone && <SearchBox />}
      <DemoClock />
      <Tooltip title={t(live === 'open' ? 'app.live' : 'app.polling')}>
        <span className={`live live-${live}`} role="img" aria-label={t(live === 'open' ? 'app.live' : 'app.polling')} />
      </Tooltip>
      <Button type="text" icon={<QuestionCircleOutlined aria-hidden />} aria-label={t('app.help')} onClick={onHelp} />
      <LanguageButton />
      <Account />
    </>
  );
}

/** Shown only where the server's clock was moved away from the machine's. */
function DemoClock(): ReactElement | null {
  const { t } = useTranslation();
  const { data } = useQuery(clockQuery);
  if (!data || Math.abs(new Date(data.now).getTime() - data.readAt) < NOTABLE_SHIFT_MS) return null;
  return <span className="muted demo-clock">{t('app.clockMoved', { at: moment(data.now) })}</span>;
}

function Account(): ReactElement {
  const { t } = useTranslation();
  const phone = usePhone();
  const { user } = useSession();
  const departmentName = useDepartmentName();
  const name = usePick()(user.name, user.name_en);
  const signOut = useMutation({
    mutationFn: () => remove('/session'),
    // A fresh page forgets everything that the person had seen.
    onSettled: () => location.assign('/'),
  });
  const items = [
    { key: 'who', label: `${name} · ${departmentName(user.department)}`, disabled: true },
    { key: 'out', label: t('app.signOut'), icon: <LogoutOutlined />, onClick: () => signOut.mutate() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" icon={<UserOutlined aria-hidden />} aria-label={phone ? t('account.menu', { name }) : undefined}>
        {!phone && name}
      </Button>
    </Dropdown>
  );
}
