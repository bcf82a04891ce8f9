import { Fragment, type ReactNode } from 'react';
import { type Text, text, useSay } from '../../app/words.ts';
import { named } from '../../parts/stages.ts';
import { serviceName } from '../../parts/step-names.ts';
import { Time } from '../../parts/time.tsx';
import { CLASSES, type Entry, OUTCOMES } from './entry.ts';

const W = {
  at: text('时间', 'Time'),
  service: text('服务', 'Service'),
  class: text('类别', 'Class'),
  account: text('账号与角色', 'Account and roles'),
  itself: text('（未登录或服务自身）', '(nobody, or the service itself)'),
  ip: text('来自', 'From'),
  command: text('请求', 'Request'),
  action: text('操作', 'Action'),
  target: text('对象', 'On'),
  department: text('所属机构', 'Of the unit'),
  outcome: text('结果', 'Outcome'),
  hash: text('本条摘要（SHA-256）', 'Hash of this entry (SHA-256)'),
  previous: text('前一条摘要', 'Hash of the one before'),
  before: text('变更前', 'Before'),
  after: text('变更后', 'After'),
};

/** One entry with all that it holds; what was changed, before and after. */
export function EntryDetail({ entry }: { readonly entry: Entry }): ReactNode {
  const say = useSay();
  const { target, before, after } = entry;
  const facts: [Text, ReactNode][] = [
    [W.at, <Time key="at" at={entry.at} />],
    [W.service, say(serviceName(entry.service))],
    [W.class, say(named(CLASSES, entry.class))],
    [W.account, `${entry.account ?? say(W.itself)}　${entry.roles.join(', ')}`],
    [W.ip, entry.ip ?? '—'],
    [
      W.command,
      <span key="command" className="mono">
        {entry.command ?? '—'}
      </span>,
    ],
    [
      W.action,
      <span key="action" className="mono">
        {entry.action}
      </span>,
    ],
    [W.target, target === null ? '—' : `${target.type} ${target.id}`],
    [W.department, target?.department ?? '—'],
    [W.outcome, `${say(OUTCOMES[entry.outcome]?.[0] ?? text(entry.outcome, entry.outcome))} ${entry.code ?? ''}`],
    [
      W.hash,
      <span key="hash" className="mono code">
        {entry.hash}
      </span>,
    ],
    [
      W.previous,
      <span key="previous" className="mono code">
        {entry.previous ?? '—'}
      </span>,
    ],
  ];
  return (
    <div className="stack">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <Fragment key={name.en}>
            <dt>{say(name)}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {before !== null && <Json title={say(W.before)} value={before} />}
      {after !== null && <Json title={say(W.after)} value={after} />}
    </div>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard as well (WCAG 2.1.1) */}
      <pre tabIndex={0}>{JSON.stringify(value, undefined, 2)}</pre>
    </section>
  );
}
