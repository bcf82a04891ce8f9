import { LogoutOutlined, MenuOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { type ReactNode, Suspense, useCallback, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useMatches } from 'react-router';
import { Sheet } from '../parts/sheet.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { tell } from './ask.ts';
import { ICONS } from './icons.tsx';
import { sweep } from './kept.ts';
import { KeysHelp, useKeys } from './keys.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useNarrow } from './narrow.ts';
import { GROUPS, mayOpen, PAGES, type Page } from './pages.ts';
import { useMe } from './session.tsx';
import { text, useLanguage, useSay } from './words.ts';

const W = {
  title: text('归档控制台', 'Guidang console'),
  menu: text('主菜单', 'Main menu'),
  open: text('打开菜单', 'Open the menu'),
  close: text('关闭菜单', 'Close the menu'),
  out: text('退出', 'Sign out'),
  keys: text('键盘快捷键', 'Keys of the keyboard'),
  skip: text('跳到正文', 'Skip to the content'),
};

/** Where everything stands: the menu by what somebody may do, the page beside it. */
export function Frame(): ReactNode {
  const say = useSay();
  const narrow = useNarrow();
  const drawer = useRef<HTMLDialogElement>(null);
  const title = useTitle();
  const [helped, setHelped] = useState(false);
  useKeys(useCallback(() => setHelped(true), []));
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {say(W.skip)}
      </a>
      <header className="frame-head">
        {narrow && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={say(W.open)}
            onClick={() => drawer.current?.showModal()}
          />
        )}
        <Link to="/" className="frame-name">
          {say(W.title)}
        </Link>
        <span className="frame-space" />
        {!narrow && (
          <Button
            type="text"
            icon={<QuestionCircleOutlined />}
            aria-label={say(W.keys)}
            onClick={() => setHelped(true)}
          />
        )}
        <Person />
      </header>
      {narrow ? (
        <dialog ref={drawer} className="frame-drawer" aria-label={say(W.menu)}>
          <Button onClick={() => drawer.current?.close()}>{say(W.close)}</Button>
          <PageMenu onGone={() => drawer.current?.close()} />
        </dialog>
      ) : (
        <div className="frame-side">
          <PageMenu onGone={() => undefined} />
        </div>
      )}
      <Sheet small open={helped} title={say(W.keys)} onClose={() => setHelped(false)}>
        <KeysHelp />
      </Sheet>
      <main id="content" tabIndex={-1} className="frame-page">
        {title !== undefined && <h1>{title}</h1>}
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

/** The page's title, also as the name of the browser's tab. */
function useTitle(): string | undefined {
  const say = useSay();
  const page = useMatches()
    .map(({ handle }) => handle as Page | undefined)
    .filter((handle) => handle !== undefined)
    .at(-1);
  const title = page && say(page.title);
  document.title = title === undefined ? say(W.title) : `${title} · ${say(W.title)}`;
  return title;
}

function PageMenu({ onGone }: { readonly onGone: () => void }): ReactNode {
  const say = useSay();
  const me = useMe();
  const pages = PAGES.filter((page) => page.icon !== undefined && mayOpen(me, page));
  return (
    <nav aria-label={say(W.menu)}>
      {Object.entries(GROUPS).map(([group, name]) => {
        const inGroup = pages.filter((page) => page.group === group);
        if (inGroup.length === 0) return null;
        return (
          <section key={group} aria-label={say(name)}>
            <div className="frame-group">{say(name)}</div>
            <ul>
              {inGroup.map(({ path, title, icon }) => (
                <li key={path}>
                  <NavLink to={path} onClick={onGone}>
                    {ICONS[icon!]} {say(title)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Person(): ReactNode {
  const say = useSay();
  const me = useMe();
  const narrow = useNarrow();
  const { language } = useLanguage();
  const signOut = async (): Promise<void> => {
    const { url } = await tell<{ url: string | null }>('POST', '/registry/v1/logout');
    sweep(window.sessionStorage);
    window.location.assign(url ?? '/');
  };
  return (
    <div className="frame-person">
      {!narrow && <span>{me.name}</span>}
      {!narrow &&
        me.posts.map(({ role, roleZh, roleEn }) => <Tag key={role}>{language === 'zh' ? roleZh : roleEn}</Tag>)}
      <LanguageSwitch />
      <Button type="text" icon={<LogoutOutlined />} aria-label={say(W.out)} onClick={() => void signOut()}>
        {narrow ? null : say(W.out)}
      </Button>
    </div>
  );
}
