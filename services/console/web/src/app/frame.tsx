import { LogoutOutlined, MenuOutlined } from '@ant-design/icons';
import { Button, Drawer, Layout, Menu, type MenuProps, Tag } from 'antd';
import { type ReactNode, Suspense, useState } from 'react';
import { Link, Outlet, useLocation, useMatches } from 'react-router';
import { Waiting } from '../parts/waiting.tsx';
import { tell } from './ask.ts';
import { ICONS } from './icons.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useNarrow } from './narrow.ts';
import { GROUPS, mayOpen, PAGES, type Page } from './pages.ts';
import { useMe } from './session.tsx';
import { text, useLanguage, useSay } from './words.ts';

const W = {
  title: text('归档控制台', 'Guidang console'),
  menu: text('主菜单', 'Main menu'),
  open: text('打开菜单', 'Open the menu'),
  out: text('退出', 'Sign out'),
  skip: text('跳到正文', 'Skip to the content'),
};

/** Where everything stands: the menu by what somebody may do, the page beside it. */
export function Frame(): ReactNode {
  const say = useSay();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const title = useTitle();
  const menu = <PageMenu onGone={() => setOpen(false)} />;
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {say(W.skip)}
      </a>
      <Layout.Header className="frame-head">
        {narrow && (
          <Button
            type="text"
            className="on-dark"
            icon={<MenuOutlined />}
            aria-label={say(W.open)}
            onClick={() => setOpen(true)}
          />
        )}
        <Link to="/" className="frame-name">
          {say(W.title)}
        </Link>
        <span className="frame-space" />
        <Person />
      </Layout.Header>
      <Layout>
        {narrow ? (
          <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={260} title={say(W.menu)}>
            {menu}
          </Drawer>
        ) : (
          <Layout.Sider width={208} theme="light" className="frame-side">
            <nav aria-label={say(W.menu)}>{menu}</nav>
          </Layout.Sider>
        )}
        <Layout.Content className="frame-page">
          <main id="content" tabIndex={-1}>
            {title !== undefined && <h1>{title}</h1>}
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </main>
        </Layout.Content>
      </Layout>
    </Layout>
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
  const { pathname } = useLocation();
  const pages = PAGES.filter((page) => page.icon !== undefined && mayOpen(me, page));
  const items: MenuProps['items'] = Object.entries(GROUPS).flatMap(([group, name]) => {
    const inGroup = pages.filter((page) => page.group === group);
    if (inGroup.length === 0) return [];
    return [
      {
        key: group,
        type: 'group' as const,
        label: say(name),
        children: inGroup.map(({ path, title, icon }) => ({
          key: path,
          icon: ICONS[icon!],
          label: (
            <Link to={path} onClick={onGone}>
              {say(title)}
            </Link>
          ),
        })),
      },
    ];
  });
  const chosen = pages
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .map(({ path }) => path);
  return <Menu mode="inline" items={items} selectedKeys={chosen} />;
}

function Person(): ReactNode {
  const say = useSay();
  const me = useMe();
  const narrow = useNarrow();
  const { language } = useLanguage();
  const signOut = async (): Promise<void> => {
    const { url } = await tell<{ url: string | null }>('POST', '/registry/v1/logout');
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
