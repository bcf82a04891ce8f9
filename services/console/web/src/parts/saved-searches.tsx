import { CloseOutlined, SaveOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { SavedSearch } from '../../../src/api/own.ts';
import { ask, tell } from '../app/ask.ts';
import { useMe } from '../app/session.tsx';
import { text, useSay } from '../app/words.ts';
import { ErrorBox } from './error-box.tsx';
import { Sheet } from './sheet.tsx';

const W = {
  kept: text('我的检索', 'My searches'),
  save: text('保存检索', 'Save this search'),
  name: text('名称', 'Name'),
  keep: text('保存', 'Save'),
  drop: text('删除检索 {name}', 'Delete the search {name}'),
  dropped: text('已删除“{name}”', '“{name}” is deleted'),
  undo: text('撤销', 'Undo'),
  hint: text(
    '只有本人可见；保存的是条件，不是结果。',
    'Seen by you alone. What is kept is the conditions, not what they find.',
  ),
};

/** Where in a list one is, and what is opened beside it: no part of what is looked for. */
const PASSING = ['after', 'before', 'page', 'case', 'id', 'tab'];

/** Lists that somebody looks for again: kept by name, one press away, taken back where deleted by mistake. */
export function SavedSearches({
  page,
  values,
}: {
  readonly page: string;
  readonly values: Readonly<Record<string, string>>;
}): ReactNode {
  const say = useSay();
  const me = useMe();
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);
  const [dropped, setDropped] = useState<SavedSearch>();
  const may = me.may['own.keep'] !== undefined;
  const { data } = useQuery({
    queryKey: ['searches'],
    queryFn: ({ signal }) => ask<{ rows: SavedSearch[] }>('/api/searches', signal),
    staleTime: 60_000,
    enabled: may,
  });
  if (!may) return null;
  const again = (): void => void queries.invalidateQueries({ queryKey: ['searches'] });
  const query = new URLSearchParams(Object.entries(values).filter(([name]) => !PASSING.includes(name))).toString();
  const here = data?.rows.filter((one) => one.page === page) ?? [];
  const keep = (one: Pick<SavedSearch, 'id' | 'name' | 'query'>): Promise<unknown> =>
    tell('PUT', `/api/searches/${one.id}`, { page, name: one.name, query: one.query });
  const drop = async (one: SavedSearch): Promise<void> => {
    await tell('DELETE', `/api/searches/${one.id}`);
    setDropped(one);
    again();
  };
  return (
    <section className="row searches" aria-label={say(W.kept)}>
      {here.map((one) => (
        <span key={one.id} className={one.query === query ? 'search current' : 'search'}>
          <Link to={`${page}?${one.query}`} aria-current={one.query === query ? 'page' : undefined}>
            {one.name}
          </Link>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={say(W.drop, { name: one.name })}
            onClick={() => void drop(one)}
          />
        </span>
      ))}
      {query !== '' && !here.some((one) => one.query === query) && (
        <Button size="small" icon={<SaveOutlined />} onClick={() => setNaming(true)}>
          {say(W.save)}
        </Button>
      )}
      {dropped !== undefined && (
        <span role="status">
          {say(W.dropped, { name: dropped.name })}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => {
              // Where it cannot be kept the offer stays, and with it what it takes.
              void keep(dropped).then(
                () => {
                  setDropped(undefined);
                  return again();
                },
                () => again(),
              );
            }}
          >
            {say(W.undo)}
          </Button>
        </span>
      )}
      <Sheet small open={naming} title={say(W.save)} onClose={() => setNaming(false)}>
        <Naming
          keep={async (name) => {
            await keep({ id: crypto.randomUUID(), name, query });
            setNaming(false);
            again();
          }}
        />
      </Sheet>
    </section>
  );
}

function Naming({ keep }: { readonly keep: (name: string) => Promise<void> }): ReactNode {
  const say = useSay();
  const [name, setName] = useState('');
  const [error, fail] = useState<unknown>();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    fail(undefined);
    keep(name.trim()).catch(fail);
  };
  return (
    <form className="stack" onSubmit={send}>
      <label htmlFor="search-name">{say(W.name)}</label>
      <Input id="search-name" autoFocus maxLength={40} value={name} onChange={({ target }) => setName(target.value)} />
      <p className="quiet">{say(W.hint)}</p>
      {error !== undefined && <ErrorBox error={error} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={name.trim() === ''}>
          {say(W.keep)}
        </Button>
      </div>
    </form>
  );
}
