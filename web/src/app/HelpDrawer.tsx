import { Drawer } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['search', '/'],
  ['move', 'j k'],
  ['open', 'Enter'],
  ['claim', 'c'],
  ['release', 'r'],
  ['done', 'e'],
  ['help', '?'],
] as const;

const TOPICS = ['queue', 'clause', 'clock'] as const;

/** How to work here, in a few sentences, and the keys. */
export function HelpDrawer({ open, onClose }: { open: boolean; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} title={t('help.title')} size={380}>
      {TOPICS.map((topic) => (
        <section key={topic}>
          <h3>{t(`help.${topic}Title`)}</h3>
          <p>{t(`help.${topic}Text`)}</p>
        </section>
      ))}
      <h3>{t('help.keys')}</h3>
      <dl className="facts">
        {KEYS.map(([what, keys]) => (
          <div key={what} className="fact">
            <dt>{t(`help.rows.${what}`)}</dt>
            <dd>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Drawer>
  );
}
