import { useQuery } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ask, Refused, tell } from '../../app/ask.ts';
import { useMe } from '../../app/session.tsx';
import { useKept } from '../../app/use-kept.ts';
import { text, useLanguage, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { KeptNote } from '../../parts/kept-note.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { Waiting } from '../../parts/waiting.tsx';
import type { QueuedFinding, ReviewedCase } from './queue.ts';

const W = {
  case: text('打开办件，查看材料', 'Open the case with its materials'),
  persons: text('须 {n} 人认可，已有 {m} 人', '{n} persons have to accept, {m} have'),
  accepted: text('已认可', 'accepted'),
  rejected: text('已否决', 'rejected'),
  claim: text('认领', 'Claim'),
  release: text('放弃认领', 'Give back'),
  claimedBy: text('{who} 正在复核', '{who} is looking at it'),
  mine: text('由我复核', 'mine'),
  reason: text('复核意见（永久保存，印入报告）', 'Reason (kept for ever, printed in the report)'),
  accept: text('认可', 'Accept'),
  reject: text('否决', 'Reject'),
  sent: text('已提交，检测环节正在处理。', 'Sent; the check is at it.'),
  done: text('该办件已无待复核项。', 'Nothing of this case waits any more.'),
};

export function ReviewCase({
  number,
  onSettled,
}: {
  readonly number: string;
  readonly onSettled: () => void;
}): ReactNode {
  const say = useSay();
  const { data, error, refetch } = useQuery({
    queryKey: ['review', number],
    queryFn: ({ signal }) => ask<ReviewedCase>(`/check/v1/reviews/${encodeURIComponent(number)}`, signal),
    refetchInterval: 3_000,
  });
  if (error instanceof Refused && error.status === 404) return <p className="good">{say(W.done)}</p>;
  if (error) return <ErrorBox error={error} />;
  if (data === undefined) return <Waiting />;
  return (
    <div className="stack">
      <Link to={`/cases/${number}`}>{say(W.case)} →</Link>
      <ul className="findings">
        {data.findings.map((finding) => (
          <Settle
            key={finding.key}
            number={number}
            queued={finding}
            again={() => {
              void refetch();
              onSettled();
            }}
          />
        ))}
      </ul>
    </div>
  );
}

function Settle({
  number,
  queued,
  again,
}: {
  readonly number: string;
  readonly queued: QueuedFinding;
  readonly again: () => void;
}): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const me = useMe();
  const form = useKept(`review.${number}.${queued.key}`, { reason: '' });
  const { reason } = form.value;
  const [sent, setSent] = useState(false);
  const [error, fail] = useState<unknown>();
  const { finding, item, claimedBy, settled, persons, acceptedBy } = queued;
  const mine = claimedBy === me.account;
  const at = `/check/v1/reviews/${encodeURIComponent(number)}/findings/${queued.key}`;
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    fail(undefined);
    try {
      await work();
      again();
    } catch (failure) {
      fail(failure);
    }
  };
  const resolve = (resolution: 'accepted' | 'rejected'): Promise<void> =>
    act(async () => {
      await tell('POST', `${at}/resolutions`, {
        id: `console-${crypto.randomUUID()}`,
        resolution,
        reason: reason.trim(),
      });
      form.forget();
      setSent(true);
    });
  return (
    <li>
      <div className="row">
        <strong>{language === 'zh' ? item.zh : item.en}</strong> <span className="mono quiet">{item.code}</span>
        <Tag color={finding.outcome === 'FAIL' ? 'error' : 'warning'}>{say(reasonText(finding.code))}</Tag>
        {settled !== null && (
          <Tag color={settled === 'accepted' ? 'success' : 'error'}>
            {say(settled === 'accepted' ? W.accepted : W.rejected)}
          </Tag>
        )}
      </div>
      <dl className="facts small">
        <dt className="mono">object</dt>
        <dd className="mono">{finding.object}</dd>
        {Object.entries(finding.evidence).map(([name, value]) => (
          <Evidence key={name} name={name} value={Array.isArray(value) ? value.join('、') : String(value)} />
        ))}
      </dl>
      <p className="quiet">
        {say(W.persons, { n: persons, m: acceptedBy.length })}
        {acceptedBy.length > 0 && `：${acceptedBy.join('、')}`}
      </p>
      {error !== undefined && <ErrorBox error={error} />}
      {sent && <p className="good">{say(W.sent)}</p>}
      {settled === null && me.may['review.decide'] !== undefined && !sent && (
        <div className="stack">
          {claimedBy === null && (
            <div>
              <Button onClick={() => void act(() => tell('PUT', `${at}/claim`))}>{say(W.claim)}</Button>
            </div>
          )}
          {claimedBy !== null && !mine && <p className="warn">{say(W.claimedBy, { who: claimedBy })}</p>}
          {mine && (
            <>
              <KeptNote {...form} />
              <label htmlFor={`why-${queued.key}`}>{say(W.reason)}</label>
              <Input.TextArea
                id={`why-${queued.key}`}
                rows={2}
                maxLength={500}
                value={reason}
                onChange={({ target }) => form.set({ reason: target.value })}
              />
              <div className="row">
                <Button type="primary" disabled={reason.trim() === ''} onClick={() => void resolve('accepted')}>
                  {say(W.accept)}
                </Button>
                <Button danger disabled={reason.trim() === ''} onClick={() => void resolve('rejected')}>
                  {say(W.reject)}
                </Button>
                <Button type="link" onClick={() => void act(() => tell('DELETE', `${at}/claim`))}>
                  {say(W.release)}
                </Button>
              </div>
            </>
          )}
        </div>
      )}
    </li>
  );
}

const Evidence = ({ name, value }: { readonly name: string; readonly value: string }): ReactNode => (
  <>
    <dt className="mono">{name}</dt>
    <dd className="mono">{value}</dd>
  </>
);
