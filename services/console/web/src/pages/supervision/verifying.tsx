import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { ask } from '../../app/ask.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { named } from '../../parts/stages.ts';
import { FAULTS, type Verdict } from './entry.ts';

const W = {
  verify: text('核验整本日志', 'Verify the whole log'),
  export: text('导出（JSON 行，每次一万条）', 'Export (JSON lines, 10,000 at a time)'),
  whole: text(
    '日志完好：{entries} 条逐条相接，{anchors} 个时间戳均与其相符，最后一个之后尚有 {unanchored} 条。',
    'The log is whole: {entries} entries follow one another, {anchors} timestamps cover them, {unanchored} came after the last.',
  ),
  broken: text('日志有不符：第 {seq} 条，{why}', 'The log is not what it was: entry {seq}, {why}'),
  head: text(
    '末条摘要 {head}。可与早先抄下的、或导出后自行算得的比较。',
    'Hash of the last entry: {head}. Compare it with what you wrote down before, or computed from an export.',
  ),
};

/** Follows the log from its first entry, and says what came of it. */
export function Verifying({ at }: { readonly at: string }): ReactNode {
  const say = useSay();
  const [asked, setAsked] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['log-verdict', at],
    queryFn: ({ signal }) => ask<Verdict>(`${at}/verdict`, signal),
    enabled: asked,
  });
  const { fault, head, ...counts } = data ?? { fault: null, head: null, entries: 0, anchors: 0, unanchored: 0 };
  return (
    <div className="stack">
      <div className="row">
        <Button loading={isFetching} onClick={() => (asked ? void refetch() : setAsked(true))}>
          {say(W.verify)}
        </Button>
        <Button href={`${at}/entries.jsonl`}>{say(W.export)}</Button>
      </div>
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data && !error && (
        <Alert
          role="status"
          type={fault === null ? 'success' : 'error'}
          title={
            fault === null
              ? say(W.whole, counts)
              : say(W.broken, { seq: fault.seq, why: say(named(FAULTS, fault.code)) })
          }
          description={head === null ? undefined : <span className="code">{say(W.head, { head })}</span>}
        />
      )}
    </div>
  );
}
