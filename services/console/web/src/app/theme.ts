import type { ThemeConfig } from 'antd';

/** Contrast of every text on its ground is at least 4.5 to 1 (WCAG 2.1 AA): the defaults are paler. */
export const THEME: ThemeConfig = {
  token: {
    colorPrimary: '#1554b3',
    colorSuccess: '#1b7a3d',
    colorWarning: '#96580a',
    colorError: '#b3181f',
    colorLink: '#1554b3',
    ...{
      colorSuccessBg: '#eaf6ee',
      colorSuccessBorder: '#a8d5b5',
      colorWarningBg: '#fff4e0',
      colorWarningBorder: '#e6c48c',
    },
    ...{ colorErrorBg: '#fdeeee', colorErrorBorder: '#efb4b4', colorInfo: '#1554b3', colorInfoBg: '#e8f0fb' },
    colorText: '#1b2430',
    colorTextSecondary: '#4a5464',
    colorTextTertiary: '#5a6474',
    colorTextDescription: '#4a5464',
    colorTextPlaceholder: '#667080',
    borderRadius: 4,
    fontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif',
  },
};
