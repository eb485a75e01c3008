import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { setLanguage } from '../i18n';

/** Switches between Chinese and English; its label is in the other language, so that its reader finds it. */
export function LanguageButton(): ReactElement {
  const { t, i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'zh' : 'en';
  return (
    <Button type="text" aria-label={`${other === 'zh' ? '中文' : 'English'} (${t('app.language')})`} lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => void setLanguage(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </Button>
  );
}
