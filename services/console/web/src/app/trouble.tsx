import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useRouteError } from 'react-router';
import { ErrorBox } from '../parts/error-box.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Refused } from './ask.ts';
import { text, useSay } from './words.ts';

const W = {
  what: text('页面出错', 'Something went wrong with this page'),
  how: text(
    '可能是系统刚刚更新，请重新载入；仍不成功请联系系统管理员。',
    'It may have been updated just now; please reload, or ask the system administrator.',
  ),
  again: text('重新载入', 'Reload'),
};

/** A page that broke says so in its own place; the menu stays. */
export function Trouble(): ReactNode {
  const say = useSay();
  const error = useRouteError();
  if (error instanceof Refused) return <ErrorBox error={error} />;
  return (
    <Nothing what={say(W.what)} how={say(W.how)}>
      <Button type="primary" onClick={() => window.location.reload()}>
        {say(W.again)}
      </Button>
    </Nothing>
  );
}
