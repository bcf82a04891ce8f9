import type { ReactNode } from 'react';
import { Navigate } from 'react-router';
import { Nothing } from '../parts/nothing.tsx';
import { mayOpen, PAGES } from './pages.ts';
import { useMe } from './session.tsx';
import { text, useSay } from './words.ts';

const W = {
  none: text('当前账号没有可用的页面', 'There is no page for this account'),
  how: text('请联系安全保密员授予岗位。', 'Please ask the security officer for a post.'),
  lost: text('没有此页面', 'There is no such page'),
  menu: text('请从左侧菜单选择。', 'Please choose from the menu.'),
};

/** Everybody begins with the first page that is theirs. */
export function Home(): ReactNode {
  const say = useSay();
  const me = useMe();
  const first = PAGES.find((page) => page.icon !== undefined && mayOpen(me, page));
  return first ? <Navigate to={first.path} replace /> : <Nothing what={say(W.none)} how={say(W.how)} />;
}

export function Lost(): ReactNode {
  const say = useSay();
  return <Nothing what={say(W.lost)} how={say(W.menu)} />;
}
