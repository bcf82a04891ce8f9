import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { ask, Refused, tell } from '../../app/ask.ts';
import { drop } from '../../app/kept.ts';
import { useMe } from '../../app/session.tsx';
import { useKept } from '../../app/use-kept.ts';
import { text, useSay } from '../../app/words.ts';
import { BulkBar, refusal, useBulk } from '../../parts/bulk.tsx';
import { KeptNote } from '../../parts/kept-note.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { QueuedFinding, ReviewedCase } from './queue.ts';

const W = {
  claim: text('认领所选', 'Claim these'),
  accept: text('认可…', 'Accept…'),
  reject: text('否决…', 'Reject…'),
  accepting: text('认可所选中由我认领的检测项', 'Accepting what I have claimed of these'),
  rejecting: text('否决所选中由我认领的检测项', 'Rejecting what I have claimed of these'),
  reason: text('复核意见（永久保存，印入每件的报告）', 'Reason (kept for ever, printed in the report of each)'),
  sure: text(
    '将对 {n} 件中由您认领、尚未决定的检测项逐项提交。决定是链节，不能撤销。',
    'What you have claimed and not decided in {n} cases is decided, one by one. A decision is a link and cannot be undone.',
  ),
  send: text('提交', 'Send'),
  taken: text('没有可认领的检测项', 'nothing here is left to claim'),
  none: text('没有由您认领的检测项，请先认领', 'you have claimed nothing here; please claim first'),
};

const caseAt = (number: string): string => `/check/v1/reviews/${encodeURIComponent(number)}`;
const claimAt = (number: string, key: string): string => `${caseAt(number)}/findings/${key}/claim`;
const findingsOf = async (number: string): Promise<readonly QueuedFinding[]> =>
  (await ask<ReviewedCase>(caseAt(number))).findings;

/** Claims and decisions about several cases of the queue at once. Each finding is asked for by itself, as from its own page, and check judges each by itself. */
export function ReviewBulk({
  chosen,
  clear,
  again,
}: {
  readonly chosen: ReadonlySet<string>;
  readonly clear: () => void;
  readonly again: () => void;
}): ReactNode {
  const say = useSay();
  const me = useMe();
  const queries = useQueryClient();
  const [deciding, decide] = useState<'accepted' | 'rejected'>();
  // What this page has claimed, so that undoing gives back that and nothing of before.
  const claimed = useRef(new Map<string, string[]>());
  const bulk = useBulk(() => {
    again();
    void queries.invalidateQueries({ queryKey: ['review'] });
  });
  if (me.may['review.decide'] === undefined) return null;

  const claim = async (number: string): Promise<void> => {
    const free = (await findingsOf(number)).filter(({ settled, claimedBy }) => settled === null && claimedBy === null);
    if (free.length === 0) throw new Refused(409, 'NOTHING', refusal(W.taken), []);
    // Each is noted as it is claimed: where a later one fails, those before it can still be given back.
    const mine: string[] = [];
    claimed.current.set(number, mine);
    for (const { key } of free) {
      await tell('PUT', claimAt(number, key)).catch(async (failure: unknown) => {
        await giveBack(number);
        throw failure;
      });
      mine.push(key);
    }
  };
  const giveBack = async (number: string): Promise<void> => {
    for (const key of claimed.current.get(number) ?? []) await tell('DELETE', claimAt(number, key));
    claimed.current.delete(number);
  };
  const resolve = async (number: string, resolution: 'accepted' | 'rejected', reason: string): Promise<void> => {
    const mine = (await findingsOf(number)).filter(
      ({ settled, claimedBy }) => settled === null && claimedBy === me.account,
    );
    if (mine.length === 0) throw new Refused(409, 'NOTHING', refusal(W.none), []);
    for (const { key } of mine)
      await tell('POST', `${caseAt(number)}/findings/${key}/resolutions`, {
        ...{ id: `console-${crypto.randomUUID()}`, resolution, reason },
      });
  };
  const numbers = [...chosen];
  const decideAll = async (resolution: 'accepted' | 'rejected', reason: string): Promise<void> => {
    const all = await bulk.run(numbers, {
      what: say(resolution === 'rejected' ? W.rejecting : W.accepting),
      work: (number) => resolve(number, resolution, reason),
    });
    // Where some were not taken the reason is offered again.
    if (all) drop(window.sessionStorage, me.account, formOf(resolution));
  };
  return (
    <>
      <BulkBar count={chosen.size} clear={clear} bulk={bulk}>
        <Button onClick={() => void bulk.run(numbers, { what: say(W.claim), work: claim, undo: giveBack })}>
          {say(W.claim)}
        </Button>
        <Button onClick={() => decide('accepted')}>{say(W.accept)}</Button>
        <Button danger onClick={() => decide('rejected')}>
          {say(W.reject)}
        </Button>
      </BulkBar>
      <Sheet
        small
        open={deciding !== undefined}
        title={say(deciding === 'rejected' ? W.rejecting : W.accepting)}
        onClose={() => decide(undefined)}
      >
        {deciding !== undefined && (
          <Deciding
            form={formOf(deciding)}
            cases={numbers.length}
            send={(reason) => {
              decide(undefined);
              void decideAll(deciding, reason);
            }}
          />
        )}
      </Sheet>
    </>
  );
}

const formOf = (resolution: 'accepted' | 'rejected'): string => `review-bulk.${resolution}`;

function Deciding({
  form: name,
  cases,
  send,
}: {
  readonly form: string;
  readonly cases: number;
  readonly send: (reason: string) => void;
}): ReactNode {
  const say = useSay();
  const form = useKept(name, { reason: '' });
  const { reason } = form.value;
  return (
    <div className="stack">
      <KeptNote {...form} />
      <p>{say(W.sure, { n: cases })}</p>
      <label htmlFor="bulk-reason">{say(W.reason)}</label>
      <Input.TextArea
        id="bulk-reason"
        rows={3}
        maxLength={500}
        value={reason}
        onChange={({ target }) => form.set({ reason: target.value })}
      />
      <div>
        <Button type="primary" disabled={reason.trim() === ''} onClick={() => send(reason.trim())}>
          {say(W.send)}
        </Button>
      </div>
    </div>
  );
}
