import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { useMe } from '../../app/session.tsx';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { named } from '../../parts/stages.ts';
import { Since } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { ReviewBulk } from './bulk.tsx';
import type { Queue } from './queue.ts';
import { ReviewCase } from './review-case.tsx';

const W = {
  caption: text('复核队列', 'Review queue'),
  waiting: text('待复核', 'Waiting'),
  refused: text('可推翻的退回', 'Refusals that may be overruled'),
  mine: text('我认领的', 'Mine'),
  case: text('办件', 'Case'),
  why: text('缘由', 'Why'),
  since: text('已等待', 'For'),
  open: text('未决', 'Open'),
  claimed: text('已认领', 'Claimed'),
  round: text('轮次', 'Round'),
  look: text('复核', 'Review'),
  title: text('复核 {case}', 'Review of {case}'),
  more: text('下一页', 'Next page'),
  first: text('回到第一页', 'Back to the first page'),
  none: text('没有待复核的办件', 'Nothing waits for review'),
  how: text(
    '机器不能判定的检测项留给人；推翻退回须两人各自认可。',
    'What no machine can settle is left to people; overruling a refusal takes two of them.',
  ),
};

const WHY = {
  LEFT_TO_PEOPLE: text('留给人判定', 'left to people'),
  ROUNDS: text('退回次数已达上限', 'refused as often as the rules allow'),
  REFUSED: text('检测退回', 'refused'),
};

export default function ReviewPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const me = useMe();
  const [marked, mark] = useState<ReadonlySet<string>>(new Set());
  const view = values.view ?? 'waiting';
  const query = new URLSearchParams({
    limit: '50',
    ...(view === 'mine' ? { mine: 'true' } : { standing: view }),
    ...(values.after !== undefined && { after: values.after }),
  }).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['reviews', query],
    queryFn: ({ signal }) => ask<Queue>(`/check/v1/reviews?${query}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const chosen = values.case;
  return (
    <div className="panel stack">
      <div>
        <Segmented
          aria-label={say(W.caption)}
          value={view}
          onChange={(to) => set({ view: to, after: undefined })}
          options={[
            { value: 'waiting', label: say(W.waiting) },
            { value: 'refused', label: say(W.refused) },
            { value: 'mine', label: say(W.mine) },
          ]}
        />
      </div>
      <ReviewBulk chosen={marked} clear={() => mark(new Set())} again={() => void refetch()} />
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.items.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.items.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.items}
          keyOf={(row) => row.case}
          choosing={me.may['review.decide'] === undefined ? undefined : { chosen: marked, change: mark }}
          columns={[
            {
              title: say(W.case),
              cell: (row) => (
                <div className="matter">
                  {row.matter}
                  <div className="mono quiet">{row.case}</div>
                </div>
              ),
            },
            {
              title: say(W.why),
              cell: (row) => (
                <Tag color={row.standing === 'refused' ? 'error' : 'warning'}>{say(named(WHY, row.why))}</Tag>
              ),
            },
            { title: say(W.since), cell: (row) => <Since at={row.since} /> },
            { title: say(W.open), numeric: true, cell: (row) => row.open },
            { title: say(W.claimed), numeric: true, cell: (row) => row.claimed },
            { title: say(W.round), numeric: true, cell: (row) => row.round },
            {
              title: say(W.look),
              cell: (row) => (
                <Button
                  size="small"
                  type="primary"
                  onClick={() => set({ case: row.case })}
                  aria-label={`${say(W.look)} ${row.case}`}
                >
                  {say(W.look)}
                </Button>
              ),
            },
          ]}
        />
      )}
      <div className="row">
        {values.after !== undefined && <Button onClick={() => set({ after: undefined })}>{say(W.first)}</Button>}
        {data?.next != null && (
          <Button data-key="next" onClick={() => set({ after: data.next ?? undefined })}>
            {say(W.more)}
          </Button>
        )}
      </div>
      <Sheet
        open={chosen !== undefined}
        title={say(W.title, { case: chosen ?? '' })}
        onClose={() => set({ case: undefined })}
      >
        {chosen !== undefined && <ReviewCase number={chosen} onSettled={() => void refetch()} />}
      </Sheet>
    </div>
  );
}
