import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ParkedRecord } from '../../../../src/api/work.ts';
import { ask, tell } from '../../app/ask.ts';
import { useMe } from '../../app/session.tsx';
import { useKept } from '../../app/use-kept.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { KeptNote } from '../../parts/kept-note.tsx';
import { List } from '../../parts/list.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { serviceName } from '../../parts/step-names.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  lies: text('原记录位置', 'The record lies at'),
  digest: text('内容摘要', 'Digest'),
  step: text('环节', 'Step'),
  at: text('搁置时间', 'Parked at'),
  faults: text('问题', 'What is wrong'),
  compare: text('与契约比较：{name}', 'Beside its contract: {name}'),
  field: text('字段', 'Field'),
  wanted: text('契约要求', 'Contract'),
  found: text('实际', 'Found'),
  required: text('必填', 'required'),
  absent: text('缺', 'absent'),
  rule: text('违反', 'Breaks'),
  value: text('记录内容（个人号码已遮盖）', 'Value (numbers of persons are struck out)'),
  noValue: text('内容过大或不是文本，请在原位置读取。', 'It is too large or no text; read it where it lies.'),
  headers: text('消息头', 'Headers'),
  close: text('关闭', 'Close it'),
  why: text('原因（将写入操作日志）', 'Why (it goes into the operation log)'),
  example: text(
    '例如：来源系统已更正，以新的事件标识重发',
    'e.g. the publisher has corrected and sent it again under a new event id',
  ),
  closed: text('已由 {who} 关闭：{why}', 'Closed by {who}: {why}'),
  released: text('已由 {who} 放行至 {place}：{why}', 'Released by {who} to {place}: {why}'),
  redirected: text('已由 {who} 改投至 {place}：{why}', 'Redirected by {who} to {place}: {why}'),
  onItsWay: text('发送中', 'on its way'),
  how: text('怎样处理', 'What to do with it'),
  release: text('放行', 'Release it'),
  releaseTo: text('放行：原样再次发布到 {topic}', 'Release: publish it again, as it is, to {topic}'),
  redirect: text('改投', 'Redirect it'),
  redirectTo: text('改投：原样发布到 {topic}', 'Redirect: publish it, as it is, to {topic}'),
  closeOnly: text('关闭：不再处理', 'Close: nothing more is done about it'),
  again: text(
    '按现行契约仍会被搁置（{rules}），须由来源系统更正后重发',
    'it would be put aside again ({rules}): its publisher has to correct it',
  ),
};

export function ParkedDetail({ id, onClosed }: { readonly id: string; readonly onClosed: () => void }): ReactNode {
  const say = useSay();
  const { data, error } = useQuery({
    queryKey: ['parked', 'one', id],
    queryFn: ({ signal }) => ask<ParkedRecord>(`/api/parked/${id}`, signal),
  });
  if (error) return <ErrorBox error={error} />;
  if (data === undefined) return <Waiting />;
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{say(W.step)}</dt>
        <dd>
          {say(serviceName(data.step))} · {say(reasonText(data.reason))}
        </dd>
        <dt>{say(W.at)}</dt>
        <dd>
          <Time at={data.at} />
        </dd>
        <dt>{say(W.lies)}</dt>
        <dd className="mono">{`${data.input.topic}-${data.input.partition} @ ${data.input.offset}`}</dd>
        <dt>{say(W.digest)}</dt>
        <dd className="mono">{data.input.sha256}</dd>
      </dl>
      <Closing key={data.id} record={data} onClosed={onClosed} />
      <section>
        <h2>{say(W.faults)}</h2>
        <ul>
          {data.faults.map(({ field, rule, message }) => (
            <li key={`${field}${rule}`}>
              <code>{field}</code> {message} <Tag color="error">{rule}</Tag>
            </li>
          ))}
        </ul>
      </section>
      {data.contract !== null && (
        <section>
          <h2>{say(W.compare, { name: data.contract })}</h2>
          <List
            caption={say(W.compare, { name: data.contract })}
            rows={data.comparison}
            keyOf={({ field, wanted }) => `${field}${wanted}`}
            columns={[
              { title: say(W.field), cell: (row) => <code title={row.describe}>{row.field}</code> },
              {
                title: say(W.wanted),
                cell: (row) => (
                  <>
                    <span className="mono">{row.wanted}</span> {row.required && <Tag>{say(W.required)}</Tag>}
                  </>
                ),
              },
              {
                title: say(W.found),
                cell: (row) => (
                  <span className="mono">
                    {row.found ?? (row.required ? <span className="bad">{say(W.absent)}</span> : '—')}
                  </span>
                ),
              },
              {
                title: say(W.rule),
                cell: (row) =>
                  row.faults.map((fault) => (
                    <Tag key={fault} color="error">
                      {fault}
                    </Tag>
                  )),
              },
            ]}
          />
        </section>
      )}
      <section>
        <h2>{say(W.headers)}</h2>
        <dl className="facts small">
          {Object.entries(data.headers).map(([name, value]) => (
            <HeaderPair key={name} name={name} value={value} />
          ))}
        </dl>
      </section>
      <section>
        <h2>{say(W.value)}</h2>
        {data.value === null ? (
          <p className="quiet">{say(W.noValue)}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard as well (WCAG 2.1.1)
          <pre className="bytes" tabIndex={0}>
            {data.value}
          </pre>
        )}
      </section>
    </div>
  );
}

const HeaderPair = ({ name, value }: { readonly name: string; readonly value: string }): ReactNode => (
  <>
    <dt className="mono">{name}</dt>
    <dd className="mono">{value}</dd>
  </>
);

/** Who dealt with it, how, and where it lies since. */
function Dealt({ closing }: { readonly closing: NonNullable<ParkedRecord['closing']> }): ReactNode {
  const say = useSay();
  const { act, account: who, reason: why, to } = closing;
  const place = to === null ? '' : `${to.topic}-${to.partition} @ ${to.offset ?? say(W.onItsWay)}`;
  return <p>{say(W[act], { who, why, place })}</p>;
}

/** What is typed stays until it was taken: a session that ended meanwhile costs nothing. */
function Closing({ record, onClosed }: { readonly record: ParkedRecord; readonly onClosed: () => void }): ReactNode {
  const say = useSay();
  const { may } = useMe();
  const queries = useQueryClient();
  const form = useKept(`parked.${record.id}`, { act: '', reason: '' });
  const { act, reason } = form.value;
  const [error, fail] = useState<unknown>();
  if (record.closing) return <Dealt closing={record.closing} />;
  if (may['parked.close'] === undefined) return null;
  const close = async (): Promise<void> => {
    try {
      if (act === '') await tell('POST', `/api/parked/${record.id}/closing`, { reason });
      else await tell('POST', `/api/parked/${record.id}/release`, { topic: act, reason });
      form.forget();
      await queries.invalidateQueries({ queryKey: ['parked'] });
      onClosed();
    } catch (failure) {
      fail(failure);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void close();
      }}
    >
      <KeptNote {...form} />
      {may['parked.release'] !== undefined && (
        <fieldset className="choices">
          <legend>{say(W.how)}</legend>
          {record.choices.map(({ topic, faults }) => (
            <label key={topic}>
              <input
                type="radio"
                name="act"
                disabled={faults.length > 0}
                checked={act === topic}
                onChange={() => form.set({ act: topic })}
              />{' '}
              {say(topic === record.input.topic ? W.releaseTo : W.redirectTo, { topic })}
              {faults.length > 0 && (
                <small className="quiet">
                  {' — '}
                  {say(W.again, { rules: [...new Set(faults.map(({ rule }) => rule))].slice(0, 3).join(', ') })}
                </small>
              )}
            </label>
          ))}
          <label>
            <input type="radio" name="act" checked={act === ''} onChange={() => form.set({ act: '' })} />{' '}
            {say(W.closeOnly)}
          </label>
        </fieldset>
      )}
      <label htmlFor="why">{say(W.why)}</label>
      <Input.TextArea
        id="why"
        rows={2}
        maxLength={500}
        value={reason}
        placeholder={say(W.example)}
        onChange={({ target }) => form.set({ reason: target.value })}
      />
      {error !== undefined && <ErrorBox error={error} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={reason.trim().length < 2}>
          {say(act === '' ? W.close : act === record.input.topic ? W.release : W.redirect)}
        </Button>
      </div>
    </form>
  );
}
