import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { ask } from '../../../app/ask.ts';
import { useSearchValues } from '../../../app/search-values.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { List } from '../../../parts/list.tsx';
import { Time } from '../../../parts/time.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { DifferenceList } from '../difference-list.tsx';
import type { Difference } from '../shapes.ts';

const W = {
  caption: text('方案 {id} 的各个版本', 'The versions of {id}'),
  version: text('版本', 'Version'),
  state: text('状态', 'State'),
  published: text('现行', 'in force'),
  superseded: text('已被取代', 'superseded'),
  from: text('适用于此后受理的办件', 'For cases accepted from'),
  at: text('发布时间', 'Published'),
  digest: text('摘要（链节以此指名）', 'Digest, by which links name it'),
  compare: text('比较', 'Compare'),
  first: text('第', 'version'),
  with: text('版与第', 'and'),
  end: text('版', ''),
  same: text('两个版本没有差异。', 'The two say the same.'),
  bytes: text('原文', 'as published'),
};

interface Version {
  readonly version: number;
  readonly digest: string;
  readonly state: 'published' | 'superseded';
  readonly validFrom: string;
  readonly publishedAt: string | null;
}

/** The history of a scheme; a version never changes, and any two stand beside one another. */
export default function SchemePage(): ReactNode {
  const say = useSay();
  const { id = '' } = useParams();
  const { values, set } = useSearchValues();
  const { data, error } = useQuery({
    queryKey: ['versions', id],
    queryFn: ({ signal }) => ask<{ items: readonly Version[] }>(`/registry/v1/schemes/${id}/versions`, signal),
  });
  const newest = data?.items[0]?.version ?? 1;
  // The one before it, whatever its number: a scheme need not begin with the first.
  const from = Number(values.from ?? data?.items[1]?.version ?? newest);
  const to = Number(values.to ?? newest);
  const comparison = useQuery({
    queryKey: ['versions', id, from, to],
    enabled: data !== undefined && from !== to,
    queryFn: ({ signal }) =>
      ask<{ differences: readonly Difference[] }>(
        `/registry/v1/schemes/${id}/comparison?from=${from}&to=${to}`,
        signal,
      ),
  });
  if (error) return <ErrorBox error={error} />;
  if (data === undefined) return <Waiting />;
  const choice = (name: 'from' | 'to', value: number): ReactNode => (
    <select
      aria-label={`${say(W.compare)} ${name}`}
      value={value}
      onChange={({ target }) => set({ [name]: target.value })}
    >
      {data.items.map(({ version }) => (
        <option key={version} value={version}>
          {version}
        </option>
      ))}
    </select>
  );
  return (
    <div className="stack">
      <div className="panel stack">
        <List
          caption={say(W.caption, { id })}
          rows={data.items}
          keyOf={({ version }) => String(version)}
          columns={[
            {
              title: say(W.version),
              cell: ({ version }) => (
                <>
                  {version} <a href={`/registry/v1/schemes/${id}/${version}`}>{say(W.bytes)}</a>
                </>
              ),
            },
            {
              title: say(W.state),
              cell: ({ state }) => <Tag color={state === 'published' ? 'success' : 'default'}>{say(W[state])}</Tag>,
            },
            { title: say(W.from), cell: ({ validFrom }) => <Time at={validFrom} /> },
            { title: say(W.at), cell: ({ publishedAt }) => <Time at={publishedAt} /> },
            { title: say(W.digest), cell: ({ digest }) => <span className="mono code">{digest.slice(0, 23)}…</span> },
          ]}
        />
      </div>
      {data.items.length > 1 && (
        <div className="panel stack">
          <h2>{say(W.compare)}</h2>
          <div className="row">
            {say(W.first)} {choice('from', from)} {say(W.with)} {choice('to', to)} {say(W.end)}
          </div>
          {comparison.error && <ErrorBox error={comparison.error} />}
          {comparison.data &&
            (comparison.data.differences.length === 0 ? (
              <p>{say(W.same)}</p>
            ) : (
              <DifferenceList differences={comparison.data.differences} />
            ))}
        </div>
      )}
    </div>
  );
}
