import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ListKind, ListOfLists } from '../../../../src/api/desk.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../error-box.tsx';
import { List } from '../list.tsx';
import { Nothing } from '../nothing.tsx';
import { Sheet } from '../sheet.tsx';
import { Time } from '../time.tsx';
import { Waiting } from '../waiting.tsx';
import { ListSheet } from './list-sheet.tsx';
import { LIST_TITLES, STATES } from './words.ts';

const W = {
  caption: text('清册', 'Lists'),
  list: text('清册', 'List'),
  state: text('状态', 'State'),
  packages: text('件数', 'Packages'),
  proposed: text('提出', 'Proposed'),
  decided: text('批准', 'Decided'),
  reason: text('理由', 'Reason'),
  several: text('多个部门', 'several units'),
  none: text('还没有清册', 'No lists yet'),
  how: text(
    '在清单中选择档案，提出后成为一份清册，由另一人批准。',
    'Choose packages and propose something for them: that makes a list, which somebody else approves.',
  ),
};

/** Lists of these kinds, newest first; one is looked at beside the page. */
export function Lists({ kinds }: { readonly kinds: readonly ListKind[] }): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const query = new URLSearchParams({
    kinds: kinds.join(','),
    ...(values.after && { after: values.after }),
    ...(values.before && { before: values.before }),
  }).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['desk', 'lists', query],
    queryFn: ({ signal }) => ask<ListOfLists>(`/api/desk/lists?${query}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return (
    <div className="panel stack">
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.rows.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.rows}
          keyOf={({ id }) => id}
          columns={[
            {
              title: say(W.list),
              cell: (row) => (
                <Button type="link" className="inline" onClick={() => set({ id: row.id })}>
                  {say(LIST_TITLES[row.kind])} · {row.department ?? say(W.several)}
                </Button>
              ),
            },
            {
              title: say(W.state),
              cell: ({ state }) => <Tag color={STATES[state].tone}>{say(STATES[state].name)}</Tag>,
            },
            { title: say(W.packages), numeric: true, cell: ({ items }) => items },
            { title: say(W.reason), cell: ({ reason, rule }) => (rule === null ? reason : `${rule} · ${reason}`) },
            {
              title: say(W.proposed),
              cell: (row) => (
                <>
                  <Time at={row.proposedAt} /> {row.proposedBy}
                </>
              ),
            },
            {
              title: say(W.decided),
              cell: (row) =>
                row.decidedAt === null ? (
                  '—'
                ) : (
                  <>
                    <Time at={row.decidedAt} /> {row.decidedBy}
                  </>
                ),
            },
          ]}
          pages={{ ...data, size: 20, turn: set }}
        />
      )}
      <Sheet open={values.id !== undefined} title={say(W.list)} onClose={() => set({ id: undefined })}>
        {values.id !== undefined && <ListSheet key={values.id} id={values.id} />}
      </Sheet>
    </div>
  );
}
