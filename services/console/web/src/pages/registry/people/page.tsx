import { CloseOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { ask } from '../../../app/ask.ts';
import { useMe } from '../../../app/session.tsx';
import { useOpenForm } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { List } from '../../../parts/list.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { shownDay } from '../../../parts/time.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { save, useDepartments } from '../door.ts';
import type { Person, Post, RoleName } from '../shapes.ts';
import { GIVING_FORMS, Giving } from './giving.tsx';
import { PERSON_FORMS, PersonForm } from './person-form.tsx';
import { POST_FORMS, PostForm } from './post-form.tsx';

const W = {
  people: text('人员', 'People'),
  posts: text('岗位', 'Posts'),
  find: text('姓名、账号、岗位', 'Name, account, post'),
  name: text('姓名', 'Name'),
  account: text('账号', 'Account'),
  department: text('机构', 'Department'),
  city: text('全市', 'the whole city'),
  holds: text('持有岗位', 'Posts held'),
  until: text('至 {day}', 'until {day}'),
  state: text('状态', 'State'),
  active: text('启用', 'enabled'),
  disabled: text('停用', 'disabled'),
  add: text('新增人员', 'Add somebody'),
  change: text('修改人员', 'Change'),
  addPost: text('新增岗位', 'Add a post'),
  changePost: text('修改岗位', 'Change a post'),
  edit: text('修改', 'Change'),
  disable: text('停用', 'Disable'),
  enable: text('启用', 'Enable'),
  give: text('授予岗位', 'Give a post'),
  takeBack: text('收回', 'Take back'),
  title: text('岗位名称', 'Post'),
  role: text('角色', 'Role'),
  scope: text('范围', 'Scope'),
  holders: text('在岗人员', 'Holders'),
  separate: text(
    '三员分立：系统管理员、安全保密员、安全审计员不得由同一人担任，也不得兼任其他岗位；任何人不得给自己授权。',
    'The three administrators are three persons, and hold nothing beside it; nobody gives a post to himself.',
  ),
};

export default function PeoplePage(): ReactNode {
  const say = useSay();
  const [shown, show] = useState<'people' | 'posts'>('people');
  const [words, find] = useState('');
  const people = useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => ask<{ items: readonly Person[] }>('/registry/v1/people', signal),
  });
  const posts = useQuery({
    queryKey: ['posts'],
    queryFn: ({ signal }) => ask<{ items: readonly Post[]; roles: readonly RoleName[] }>('/registry/v1/posts', signal),
  });
  const error = people.error ?? posts.error;
  return (
    <div className="panel stack">
      <search className="row filters">
        {(['people', 'posts'] as const).map((one) => (
          <Button
            key={one}
            type={shown === one ? 'primary' : 'default'}
            aria-pressed={shown === one}
            onClick={() => show(one)}
          >
            {say(W[one])}
          </Button>
        ))}
        <Input
          className="grow"
          allowClear
          placeholder={say(W.find)}
          aria-label={say(W.find)}
          value={words}
          onChange={({ target }) => find(target.value)}
        />
      </search>
      <p className="quiet">{say(W.separate)}</p>
      {error && <ErrorBox error={error} />}
      {(people.data === undefined || posts.data === undefined) && !error && <Waiting />}
      {people.data && posts.data && shown === 'people' && (
        <People people={people.data.items} posts={posts.data.items} words={words} />
      )}
      {people.data && posts.data && shown === 'posts' && (
        <Posts posts={posts.data.items} roles={posts.data.roles} people={people.data.items} words={words} />
      )}
    </div>
  );
}

function People({
  people,
  posts,
  words,
}: {
  readonly people: readonly Person[];
  readonly posts: readonly Post[];
  readonly words: string;
}): ReactNode {
  const say = useSay();
  const me = useMe();
  const queries = useQueryClient();
  const departments = useDepartments().data?.items ?? [];
  const mayGive = me.may['post.give'] !== undefined;
  const mayEdit = me.may['person.edit'] !== undefined;
  const give = useOpenForm(GIVING_FORMS, mayGive);
  const edit = useOpenForm(PERSON_FORMS, mayEdit);
  const editing = people.find(({ account }) => edit.isOf(account));
  const adding = edit.isOf('new');
  const giving = people.find(({ account }) => give.isOf(account));
  const [error, fail] = useState<unknown>();
  const titles = new Map(posts.map(({ id, title }) => [id, title]));
  const nameOf = (id: string | null): string =>
    departments.find((one) => one.id === id)?.name ?? (id === null ? say(W.city) : id);
  const again = (): void => {
    give.close();
    edit.close();
    void queries.invalidateQueries({ queryKey: ['people'] });
    void queries.invalidateQueries({ queryKey: ['posts'] });
  };
  const turn = async (one: Person): Promise<void> => {
    const { account, issuer, subject, name, department, version } = one;
    try {
      await save(
        'PUT',
        `/people/${account}`,
        { issuer, subject, name, department, active: !one.active },
        { csrf: me.csrf, version },
      );
      again();
    } catch (failure) {
      fail(failure);
    }
  };
  const takeBack = async (post: string, account: string): Promise<void> => {
    try {
      await save('DELETE', `/posts/${post}/holders/${account}`, undefined, { csrf: me.csrf });
      again();
    } catch (failure) {
      fail(failure);
    }
  };
  const rows = people.filter((one) =>
    `${one.name} ${one.account} ${one.holds.map(({ post }) => titles.get(post)).join(' ')}`.includes(words.trim()),
  );
  return (
    <>
      {error !== undefined && <ErrorBox error={error} />}
      {mayEdit && (
        <div>
          <Button type="primary" onClick={() => edit.open('new')}>
            {say(W.add)}
          </Button>
        </div>
      )}
      <List
        caption={say(W.people)}
        rows={rows}
        keyOf={({ account }) => account}
        columns={[
          {
            title: say(W.name),
            cell: (one) => (
              <>
                {one.name} <div className="mono quiet">{one.account}</div>
              </>
            ),
          },
          { title: say(W.department), cell: (one) => nameOf(one.department) },
          {
            title: say(W.holds),
            cell: (one) => (
              <span className="row">
                {one.holds.map(({ post, until }) => (
                  <Tag
                    key={post}
                    closable={mayGive && one.account !== me.account}
                    closeIcon={<CloseOutlined aria-label={say(W.takeBack)} />}
                    onClose={(event) => {
                      event.preventDefault();
                      void takeBack(post, one.account);
                    }}
                  >
                    {titles.get(post) ?? post}
                    {until !== null && ` ${say(W.until, { day: shownDay(until) })}`}
                  </Tag>
                ))}
                {mayGive && one.account !== me.account && (
                  <Button size="small" type="link" onClick={() => give.open(one.account)}>
                    {say(W.give)}
                  </Button>
                )}
              </span>
            ),
          },
          {
            title: say(W.state),
            cell: (one) => (
              <>
                <Tag color={one.active ? 'success' : 'default'}>{say(one.active ? W.active : W.disabled)}</Tag>
                {mayEdit && (
                  <Button
                    size="small"
                    aria-label={`${say(W.change)} ${one.account}`}
                    onClick={() => edit.open(one.account)}
                  >
                    {say(W.edit)}
                  </Button>
                )}{' '}
                {mayEdit && one.account !== me.account && (
                  <Button size="small" onClick={() => void turn(one)}>
                    {say(one.active ? W.disable : W.enable)}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      <Sheet open={giving !== undefined} small title={say(W.give)} onClose={give.close}>
        {giving && <Giving key={give.name} person={giving} posts={posts} onDone={again} />}
      </Sheet>
      <Sheet open={adding || editing !== undefined} title={say(adding ? W.add : W.change)} onClose={edit.close}>
        <PersonForm
          key={edit.name}
          before={editing}
          issuers={[...new Set(people.map(({ issuer }) => issuer))]}
          onDone={again}
        />
      </Sheet>
    </>
  );
}

function Posts({
  posts,
  roles,
  people,
  words,
}: {
  readonly posts: readonly Post[];
  readonly roles: readonly RoleName[];
  readonly people: readonly Person[];
  readonly words: string;
}): ReactNode {
  const say = useSay();
  const departments = useDepartments().data?.items ?? [];
  const me = useMe();
  const queries = useQueryClient();
  const mayEdit = me.may['post.edit'] !== undefined;
  const edit = useOpenForm(POST_FORMS, mayEdit, 'local');
  const editing = posts.find(({ id }) => edit.isOf(id));
  const adding = edit.isOf('new');
  const done = (): void => {
    edit.close();
    void queries.invalidateQueries({ queryKey: ['posts'] });
  };
  const names = new Map(people.map(({ account, name }) => [account, name]));
  const rows = posts.filter((one) => `${one.title} ${one.id} ${one.roleName}`.includes(words.trim()));
  return (
    <>
      {mayEdit && (
        <div>
          <Button type="primary" onClick={() => edit.open('new')}>
            {say(W.addPost)}
          </Button>
        </div>
      )}
      <List
        caption={say(W.posts)}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            title: say(W.title),
            cell: (one) => (
              <>
                {one.title} <div className="mono quiet">{one.id}</div>
              </>
            ),
          },
          { title: say(W.role), cell: (one) => one.roleName },
          {
            title: say(W.scope),
            cell: (one) =>
              one.department === null
                ? say(W.city)
                : (departments.find(({ id }) => id === one.department)?.name ?? one.department),
          },
          {
            title: say(W.holders),
            cell: (one) => one.holders.map(({ account }) => names.get(account) ?? account).join('、') || '—',
          },
          {
            title: say(W.state),
            cell: (one) => (
              <>
                <Tag color={one.active ? 'success' : 'default'}>{say(one.active ? W.active : W.disabled)}</Tag>
                {mayEdit && (
                  <Button size="small" aria-label={`${say(W.changePost)} ${one.id}`} onClick={() => edit.open(one.id)}>
                    {say(W.edit)}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      <Sheet open={adding || editing !== undefined} title={say(adding ? W.addPost : W.changePost)} onClose={edit.close}>
        <PostForm key={edit.name} before={editing} roles={roles} onDone={done} />
      </Sheet>
    </>
  );
}
