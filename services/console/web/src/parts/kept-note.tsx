import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../app/words.ts';
import { Time } from './time.tsx';

const W = {
  full: text('浏览器未能暂存所填内容，请及时保存。', 'The browser could not keep what was typed; please save soon.'),
  found: text('有未保存的内容，已恢复。填写于', 'What had not been saved is back. Typed at'),
  afresh: text('放弃，重新填写', 'Give it up, begin afresh'),
};

/** Above a form: that what was typed before the session ended is back, or that the browser could not keep it. */
export function KeptNote({
  found,
  isKept,
  forget,
}: {
  readonly found: string | undefined;
  readonly isKept: boolean;
  readonly forget?: () => void;
}): ReactNode {
  const say = useSay();
  return (
    <>
      {!isKept && <Alert type="warning" showIcon title={say(W.full)} />}
      {found !== undefined && (
        <Alert
          type="info"
          showIcon
          title={
            <>
              {say(W.found)} <Time at={found} />
            </>
          }
          action={
            forget && (
              <Button size="small" onClick={forget}>
                {say(W.afresh)}
              </Button>
            )
          }
        />
      )}
    </>
  );
}
