import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import { en } from './en';
import { zh } from './zh';

export type Language = 'zh' | 'en';

const STORED = 'huxin.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

/** The language chosen earlier on this device; Chinese by default. */
function storedLanguage(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh';
}

/** Change the page's language and remember it. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  await i18next.changeLanguage(language);
}

/** The language that texts with two versions are shown in. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

/** Look up a text whose key comes from data, for example a fact's name; the fallback is shown when there is none. */
export function textOr(key: string, fallback: string): string {
  return i18next.exists(key) ? (i18next.t as (key: string) => string)(key) : fallback;
}

void i18next.use(initReactI18next).init({
  resources: { zh: { translation: zh }, en: { translation: en } },
  lng: storedLanguage(),
  fallbackLng: 'zh',
  initAsync: false,
  interpolation: { escapeValue: false },
});
document.documentElement.lang = storedLanguage() === 'zh' ? 'zh-CN' : 'en';

export { i18next };
