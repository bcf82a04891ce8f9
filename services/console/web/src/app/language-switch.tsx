import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from './words.ts';

/** Offers the other language, by its own name. */
export function LanguageSwitch(): ReactNode {
  const { language, setLanguage } = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button type="text" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => setLanguage(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </Button>
  );
}
