import { theme, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';

const dark = '(prefers-color-scheme: dark)';

function watch(query: string, notify: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener('change', notify);
  return () => media.removeEventListener('change', notify);
}

/** Does a media query hold now? Follows its changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => watch(query, notify),
    () => matchMedia(query).matches,
  );
}

/** Is the window as narrow as a telephone? */
export function usePhone(): boolean {
  return useMedia('(max-width: 767px)');
}

/** One accent, 14 px, light or dark as the system says. */
export function useTheme(): ThemeConfig {
  const isDark = useMedia(dark);
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'huxin' },
    token: {
      colorPrimary: '#1456a0',
      colorLink: isDark ? '#7ab3f5' : '#1456a0',
      colorTextSecondary: isDark ? 'rgba(255,255,255,0.72)' : 'rgba(0,0,0,0.66)',
      colorTextDescription: isDark ? 'rgba(255,255,255,0.68)' : 'rgba(0,0,0,0.62)',
      colorTextPlaceholder: isDark ? 'rgba(255,255,255,0.6)' : 'rgba(0,0,0,0.58)',
      // Ant Design's own green and orange texts stay below AA on their light grounds.
      ...(isDark ? {} : { 'green-7': '#1d6b06', green7: '#1d6b06', 'orange-7': '#a04a00', orange7: '#a04a00', 'gold-7': '#8a5a00', gold7: '#8a5a00' }),
      fontSize: 14,
      borderRadius: 6,
      fontFamily: "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
    },
    components: {
      // The accent is too dark for text on dark ground.
      Tabs: isDark ? { itemSelectedColor: '#7ab3f5', itemHoverColor: '#7ab3f5', itemActiveColor: '#7ab3f5', inkBarColor: '#7ab3f5' } : {},
      Table: { headerBg: 'transparent', cellPaddingBlock: 12 }, Layout: { headerBg: 'transparent', siderBg: 'transparent', bodyBg: 'transparent' },
    },
  };
}
