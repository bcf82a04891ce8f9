import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { Refused } from '../app/ask.ts';
import { text, useLanguage, useSay } from '../app/words.ts';

const W = {
  silent: text(
    '服务没有应答，请检查网络后重试。',
    'The service does not answer; please check the network and try again.',
  ),
  again: text('重试', 'Try again'),
};

/** What a door says, Chinese first with English behind a slash: the half of the language of the moment. */
export function wordsOf(error: unknown, language: 'zh' | 'en'): string | undefined {
  if (!(error instanceof Refused)) return undefined;
  const [zh, en] = error.message.split(' / ');
  return (language === 'en' ? en : zh) ?? zh;
}

export function ErrorBox({ error, again }: { readonly error: unknown; readonly again?: () => void }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const faults = error instanceof Refused ? error.faults : [];
  return (
    <Alert
      type="error"
      showIcon
      title={wordsOf(error, language) ?? say(W.silent)}
      description={
        faults.length > 0 && (
          <ul>
            {faults.map(({ field, message }) => (
              <li key={`${field}${message}`}>
                {field}: {message}
              </li>
            ))}
          </ul>
        )
      }
      action={again && <Button onClick={again}>{say(W.again)}</Button>}
    />
  );
}
