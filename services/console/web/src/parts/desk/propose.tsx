import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { type ListKind, MOST_ITEMS, type WholeList } from '../../../../src/api/desk.ts';
import { tell } from '../../app/ask.ts';
import { useKept } from '../../app/use-kept.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../error-box.tsx';
import { KeptNote } from '../kept-note.tsx';
import { Sheet } from '../sheet.tsx';
import { retentionText } from '../stages.ts';
import { KINDS, PROLONGED } from './words.ts';

const W = {
  title: text('提出{what}：{n} 件', '{what}: {n} packages'),
  how: text(
    '提出后由另一人批准，批准后每件档案各有一条决定记录，永久保存。归档信息包不因此改变，锁定期内任何人不能删除。',
    'Somebody else approves it; then every package has a record of the decision, kept for ever. No package is changed by it, and none can be deleted while its lock holds.',
  ),
  destroyHow: text(
    '保管期限未满的可以先提出，期满后方可批准。',
    'It may be proposed before retention is over, and is approved only after it.',
  ),
  prolongHow: text(
    '续存改变此处计算的期满时间，不延长存储中的对象锁定；须由存储运维在锁定期满前按清册延长锁定。',
    'This changes the end of retention that is counted by here. It does not lengthen the lock in the stores: whoever runs them has to lengthen it, by the list, before the lock ends.',
  ),
  retention: text('续存期限（自办结年度起算）', 'Retention from now on, counted from the closing'),
  receiver: text('接收单位', 'Receiving archives'),
  receiverExample: text('例如：东莞市档案馆', 'e.g. the city archives'),
  some: text(
    '一份清册至多 {most} 件：按档号先提出前 {most} 件，共 {n} 件；其余随后另行提出。',
    'A list holds {most} at most: the first {most} of {n} by 档号 are proposed now, the others after them.',
  ),
  reason: text('理由（永久保存，印入清册）', 'Reason (kept for ever, printed on the list)'),
  send: text('提出', 'Propose'),
};
const EMPTY = { retention: 'D30', receiver: '', reason: '' };

/** Asks what is proposed for the packages that were chosen, and why. What is typed stays until it was taken. */
export function Proposing({
  kind,
  cases,
  rule,
  close,
  done,
}: {
  readonly kind: ListKind | undefined;
  readonly cases: readonly string[];
  /** By which rule they are found, where they were not chosen one by one, and how many those are. */
  readonly rule?: { readonly packages: number; readonly of: object } | undefined;
  readonly close: () => void;
  readonly done: (list: WholeList) => void;
}): ReactNode {
  const say = useSay();
  return (
    <Sheet
      small
      open={kind !== undefined}
      title={
        kind === undefined
          ? ''
          : say(W.title, { what: say(KINDS[kind]), n: Math.min(rule?.packages ?? cases.length, MOST_ITEMS) })
      }
      onClose={close}
    >
      {kind !== undefined && <Form key={kind} {...{ kind, cases, rule, done }} />}
    </Sheet>
  );
}

function Form({
  kind,
  cases,
  rule,
  done,
}: {
  readonly kind: ListKind;
  readonly cases: readonly string[];
  readonly rule: { readonly packages: number; readonly of: object } | undefined;
  readonly done: (list: WholeList) => void;
}): ReactNode {
  const say = useSay();
  const form = useKept(`desk.${kind}`, EMPTY);
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const { retention, receiver, reason } = form.value;
  const ready = reason.trim().length >= 2 && (kind !== 'transfer' || receiver.trim() !== '');
  const send = async (): Promise<void> => {
    work(true);
    try {
      const said = {
        ...{ kind, cases, reason: reason.trim() },
        ...(kind === 'prolong' && { retention }),
        ...(kind === 'transfer' && { receiver: receiver.trim() }),
      };
      const list = await (rule === undefined
        ? tell<WholeList>('POST', '/api/desk/lists', said)
        : tell<WholeList>('POST', '/api/arrangement/lists', { ...rule.of, most: MOST_ITEMS, reason: reason.trim() }));
      form.forget();
      done(list);
    } catch (failure) {
      fail(failure);
      work(false);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <KeptNote {...form} />
      <p className="quiet">{say(W.how)}</p>
      {rule !== undefined && rule.packages > MOST_ITEMS && (
        <p className="quiet">{say(W.some, { n: rule.packages, most: MOST_ITEMS })}</p>
      )}
      {kind === 'destroy' && <p className="quiet">{say(W.destroyHow)}</p>}
      {kind === 'prolong' && (
        <>
          <p className="quiet">{say(W.prolongHow)}</p>
          <label htmlFor="desk-retention">{say(W.retention)}</label>
          <Select
            id="desk-retention"
            value={retention}
            onChange={(one: string) => form.set({ retention: one })}
            options={PROLONGED.map((value) => ({ value, label: say(retentionText(value)) }))}
          />
        </>
      )}
      {kind === 'transfer' && (
        <>
          <label htmlFor="desk-receiver">{say(W.receiver)}</label>
          <Input
            id="desk-receiver"
            maxLength={100}
            value={receiver}
            placeholder={say(W.receiverExample)}
            onChange={({ target }) => form.set({ receiver: target.value })}
          />
        </>
      )}
      <label htmlFor="desk-reason">{say(W.reason)}</label>
      <Input.TextArea
        id="desk-reason"
        rows={3}
        maxLength={500}
        value={reason}
        onChange={({ target }) => form.set({ reason: target.value })}
      />
      {error !== undefined && <ErrorBox error={error} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {say(W.send)}
        </Button>
      </div>
    </form>
  );
}
