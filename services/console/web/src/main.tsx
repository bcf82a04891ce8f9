import { legacyLogicalPropertiesTransformer, StyleProvider } from '@ant-design/cssinjs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { Refused } from './app/ask.ts';
import { makeRouter } from './app/router.tsx';
import { Session } from './app/session.tsx';
import { keepLanguage, keptLanguage, type Language, SpeechContext } from './app/words.ts';
import './main.css';
import './lists.css';
import { THEME } from './app/theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => !(error instanceof Refused && error.status < 500) && failures < 2,
    },
  },
});
const router = makeRouter();

function Console() {
  const [language, set] = useState<Language>(keptLanguage);
  const speech = useMemo(() => {
    keepLanguage(language);
    return { language, setLanguage: set };
  }, [language]);
  return (
    // Old browsers know neither `:where` nor logical properties.
    <StyleProvider hashPriority="high" transformers={[legacyLogicalPropertiesTransformer]}>
      <ConfigProvider
        csp={{ nonce }}
        locale={language === 'zh' ? zhCN : enUS}
        theme={THEME}
        button={{ autoInsertSpace: false }}
      >
        <SpeechContext.Provider value={speech}>
          <QueryClientProvider client={queries}>
            <Session>
              <RouterProvider router={router} />
            </Session>
          </QueryClientProvider>
        </SpeechContext.Provider>
      </ConfigProvider>
    </StyleProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
