import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { type Text, text, useSay } from '../../app/words.ts';
import { List } from '../../parts/list.tsx';
import type { Difference } from './shapes.ts';
import { Value } from './value.tsx';

const W = {
  caption: text('差异', 'Differences'),
  path: text('项', 'Field'),
  kind: text('变化', 'Change'),
  before: text('原为', 'Before'),
  after: text('改为', 'After'),
};
const KINDS: Readonly<Record<Difference['kind'], readonly [Text, string]>> = {
  added: [text('新增', 'added'), 'success'],
  removed: [text('去掉', 'removed'), 'error'],
  changed: [text('修改', 'changed'), 'warning'],
};

/** What two schemes say otherwise, by codes. */
export function DifferenceList({ differences }: { readonly differences: readonly Difference[] }): ReactNode {
  const say = useSay();
  const shown = (path: string, value: unknown): ReactNode => (
    <Value field={path.split('.').at(-1) ?? path} value={value} />
  );
  return (
    <List
      caption={say(W.caption)}
      rows={differences}
      keyOf={({ path }) => path}
      columns={[
        { title: say(W.path), cell: ({ path }) => <code>{path}</code> },
        { title: say(W.kind), cell: ({ kind }) => <Tag color={KINDS[kind][1]}>{say(KINDS[kind][0])}</Tag> },
        { title: say(W.before), cell: ({ path, before }) => shown(path, before) },
        { title: say(W.after), cell: ({ path, after }) => shown(path, after) },
      ]}
    />
  );
}
