import { Alert, Button, Drawer } from 'antd';
import { MenuOutlined } from '@ant-design/icons';
import { Suspense, useState, useSyncExternalStore, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useNavigation } from 'react-router';
import { useHotkeys } from 'react-hotkeys-hook';

import { ClauseDrawer } from '../features/clauses/ClauseDrawer';
import { useLive } from '../features/live/live';
import { Loading } from '../ui/States';
import { HelpDrawer } from './HelpDrawer';
import { Mark } from './Mark';
import { Rail } from './Rail';
import { usePhone } from './theme';
import { TopBar } from './TopBar';

/** The frame of every page: rail, top bar, the page itself, and the clause that may lie open beside it. */
export function Shell(): ReactElement {
  const { t } = useTranslation();
  const phone = usePhone();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const live = useLive();
  const online = useOnline();
  const busy = useNavigation().state === 'loading';
  useHotkeys('shift+slash', () => setHelp(true), { useKey: false });
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="top">
        {phone && <Button type="text" icon={<MenuOutlined />} aria-label={t('app.menu')} onClick={() => setMenu(true)} />}
        <Mark />
        <TopBar live={live} onHelp={() => setHelp(true)} />
      </header>
      {!online && <Alert banner type="warning" title={t('app.offline')} />}
      <div className="middle">
        {phone ? (
          <Drawer placement="left" size={240} open={menu} onClose={() => setMenu(false)} title={<Mark />}>
            <Rail onChoose={() => setMenu(false)} />
          </Drawer>
        ) : (
          <nav className="rail" aria-label={t('app.menu')}>
            <Rail />
          </nav>
        )}
        <main id="content" className="content" tabIndex={-1} aria-busy={busy}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <ClauseDrawer />
      <HelpDrawer open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function watchOnline(notify: () => void): () => void {
  addEventListener('online', notify);
  addEventListener('offline', notify);
  return () => {
    removeEventListener('online', notify);
    removeEventListener('offline', notify);
  };
}

function useOnline(): boolean {
  return useSyncExternalStore(watchOnline, () => navigator.onLine);
}
