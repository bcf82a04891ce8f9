import { useQuery } from '@tanstack/react-query';
import { Alert, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { AuditComparison, ComparedFault } from '../../../../src/api/audit-comparison.ts';
import type { AuditRun } from '../../../../src/api/work.ts';
import { ask } from '../../app/ask.ts';
import { type Text, text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { named, STAGES } from '../../parts/stages.ts';
import { shown } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { LAYERS, VERDICTS } from './layers.ts';

const W = {
  with: text('与哪一次比较', 'Compare with'),
  none: text('没有更早的、已完成的审计可比较。', 'No earlier audit has come to an end.'),
  shrunk: text(
    '与早先相比变少了：{what}。历史只增不减，请核对两次审计的对象是否相同；相同则为重大异常，保留现场并报告。',
    'Less than before: {what}. History only grows. See whether both looked at the same thing; if so it is grave: change nothing and report it.',
  ),
  incomplete: text(
    '报告中的不符之处过多，只列出一部分，新增与消失可能不全。',
    'A report counts more faults than it lists, so what is new or gone may not be complete.',
  ),
  same: text('各层结论相同。', 'The verdicts of all layers are the same.'),
  appeared: text('新增的不符 {n} 项', '{n} new faults'),
  gone: text('消失的不符 {n} 项', '{n} faults gone'),
  stayed: text('两次都有的不符 {n} 项', '{n} faults in both'),
  counts: text('数量', 'Counts'),
  what: text('内容', 'What'),
  before: text('早先', 'Before'),
  after: text('本次', 'Now'),
  head: text('最后一个经足够见证方会签的存证点', 'The last head that enough witnesses cosigned'),
  cases: text('办件：{stage}', 'cases: {stage}'),
};
const COUNTS: Readonly<Record<string, Text>> = {
  links: text('链节', 'links'),
  inputs: text('事件', 'inputs'),
  objects: text('读回对象', 'objects read back'),
  'log.size': text('存证日志', 'links in the log'),
  'log.cosigned': text('其中经见证', 'of them cosigned'),
};

/** An audit beside an earlier one. */
export function Comparing({
  run,
  earlier,
}: {
  readonly run: AuditRun;
  readonly earlier: readonly AuditRun[];
}): ReactNode {
  const say = useSay();
  const [chosen, choose] = useState(earlier[0]?.id);
  const { data, error } = useQuery({
    queryKey: ['audits', 'comparison', run.id, chosen],
    queryFn: ({ signal }) => ask<AuditComparison>(`/api/audits/${run.id}/comparison?with=${chosen}`, signal),
    enabled: chosen !== undefined,
  });
  if (chosen === undefined) return <p className="quiet">{say(W.none)}</p>;
  return (
    <div className="stack">
      <div className="row">
        {say(W.with)}
        <Select
          aria-label={say(W.with)}
          value={chosen}
          onChange={choose}
          options={earlier.map(({ id, startedAt, account }) => ({
            value: id,
            label: `${shown(startedAt)} · ${account}`,
          }))}
        />
      </div>
      {error && <ErrorBox error={error} />}
      {data === undefined ? !error && <Waiting /> : <Found comparison={data} />}
    </div>
  );
}

function Found({ comparison }: { readonly comparison: AuditComparison }): ReactNode {
  const say = useSay();
  const { counts, layers, heads, shrunk, appeared, gone, stayed, incomplete } = comparison;
  const nameOf = (name: string): string =>
    name.startsWith('cases.')
      ? say(W.cases, { stage: say(named(STAGES, name.slice('cases.'.length))) })
      : say(named(COUNTS, name));
  return (
    <div className="stack" data-comparison>
      {shrunk.length > 0 && (
        <Alert type="error" showIcon title={say(W.shrunk, { what: shrunk.map(nameOf).join(', ') })} />
      )}
      {incomplete && <Alert type="warning" showIcon title={say(W.incomplete)} />}
      {layers.length === 0 ? (
        <p>{say(W.same)}</p>
      ) : (
        <div className="row">
          {layers.map(({ layer, before, after }) => (
            <Tag key={layer} color={after === 'broken' ? 'error' : 'default'}>
              {say(named(LAYERS, layer))} {say(named(VERDICTS, before))} → {say(named(VERDICTS, after))}
            </Tag>
          ))}
        </div>
      )}
      <Faults title={say(W.appeared, { n: appeared.length })} faults={appeared} tone="bad" />
      <Faults title={say(W.gone, { n: gone.length })} faults={gone} tone="good" />
      <p className="quiet">{say(W.stayed, { n: stayed })}</p>
      <List
        caption={say(W.counts)}
        rows={counts}
        keyOf={({ name }) => name}
        columns={[
          { title: say(W.what), cell: ({ name }) => nameOf(name) },
          { title: say(W.before), cell: ({ before }) => before, numeric: true },
          { title: say(W.after), cell: ({ after }) => after, numeric: true },
          {
            title: '±',
            cell: ({ before, after }) => (after > before ? `+${after - before}` : after - before),
            numeric: true,
          },
        ]}
      />
      <h2>{say(W.head)}</h2>
      {[heads.before, heads.after].map((head, at) => (
        <div key={at === 0 ? 'before' : 'after'}>
          <strong>{say(at === 0 ? W.before : W.after)}</strong>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard as well (WCAG 2.1.1) */}
          <pre className="bytes" tabIndex={0}>
            {head ?? '—'}
          </pre>
        </div>
      ))}
    </div>
  );
}

function Faults({
  title,
  faults,
  tone,
}: {
  readonly title: string;
  readonly faults: readonly ComparedFault[];
  readonly tone: 'good' | 'bad';
}): ReactNode {
  return (
    <section>
      <strong className={faults.length > 0 ? tone : 'quiet'}>{title}</strong>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.code}${fault.where}${fault.title}`}>
            <code>{fault.code}</code> {fault.title} <span className="mono quiet">{fault.where}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
