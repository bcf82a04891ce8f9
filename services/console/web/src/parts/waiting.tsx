import { Spin } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../app/words.ts';

const W = text('正在读取…', 'Loading…');

export function Waiting(): ReactNode {
  const say = useSay();
  return (
    <div className="waiting" role="status">
      <Spin /> <span>{say(W)}</span>
    </div>
  );
}
