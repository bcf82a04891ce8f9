import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { AuditList, AuditRun } from '../../../../src/api/work.ts';
import { ask, tell } from '../../app/ask.ts';
import { type Text, text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { named } from '../../parts/stages.ts';
import { Since, Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { Comparing } from './comparing.tsx';
import { Dumping } from './dumping.tsx';
import { inOrder, LAYERS, VERDICTS } from './layers.ts';

const W = {
  intro: text(
    '审计以独立程序重放全部主题，依记录的事实重新作出每个判定，复算存证日志，只信任锚文件；不采信本系统的任何结论。',
    'An audit replays every topic in a program of its own, decides each link again, computes the log again, and believes the anchors alone.',
  ),
  start: text('启动审计', 'Start an audit'),
  content: text('同时从存储读回并核对全部归档包（较慢）', 'Also read every package back from the stores (slower)'),
  notPossible: text(
    '当前岗位只能查看报告，或未配置信任锚。',
    'You may read reports alone, or no anchors are configured.',
  ),
  running: text('正在审计', 'Auditing'),
  none: text('还没有审计', 'No audits yet'),
  how: text('启动后可离开本页，结果会留在这里。', 'Once started you may leave this page; what comes of it stays here.'),
  report: text('查看报告', 'Read the report'),
  json: text('下载 JSON', 'Download JSON'),
  anchors: text('下载信任锚', 'Download the anchors'),
  compared: text('请与见证方公布的核对。', 'Compare them with what the witness publishes.'),
  by: text('{who} 启动', 'by {who}'),
  took: text('已用', 'for'),
  links: text('链节', 'links'),
  inputs: text('事件', 'inputs'),
  objects: text('读回对象', 'objects read back'),
  log: text('存证日志 {size}，其中经见证 {cosigned}', 'log of {size}, {cosigned} of them cosigned'),
  faults: text('不符之处 {n} 项', '{n} faults'),
  changed: text('与上次相比：链节 {links}，不符 {faults}', 'Against the one before: links {links}, faults {faults}'),
  compare: text('与早先的审计比较', 'Compare with an earlier audit'),
  reportTitle: text('审计报告', 'Audit report'),
};

const STATES: Readonly<Record<string, Text>> = {
  running: text('进行中', 'running'),
  whole: text('完好', 'whole'),
  broken: text('有不符', 'broken'),
  failed: text('未完成', 'could not run'),
};
const toneOf = (state: string): string =>
  state === 'whole' ? 'success' : state === 'broken' ? 'error' : state === 'running' ? 'processing' : 'default';

export default function AuditPage(): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const [content, setContent] = useState(false);
  const [error, fail] = useState<unknown>();
  const [reading, read] = useState<string>();
  const [comparing, compare] = useState<AuditRun>();
  const list = useQuery({
    queryKey: ['audits'],
    queryFn: ({ signal }) => ask<AuditList>('/api/audits', signal),
    refetchInterval: ({ state }) =>
      state.data?.rows.some((row) => row.state === 'running' || row.dump?.state === 'making') ? 1_000 : 15_000,
  });
  const start = async (): Promise<void> => {
    fail(undefined);
    try {
      await tell('POST', '/api/audits', { content });
      await queries.invalidateQueries({ queryKey: ['audits'] });
    } catch (failure) {
      fail(failure);
    }
  };
  const { data } = list;
  const running = data?.rows.some(({ state }) => state === 'running') ?? false;
  return (
    <div className="stack">
      <div className="panel stack">
        <p className="quiet">{say(W.intro)}</p>
        {data?.mayStart === false && <p className="quiet">{say(W.notPossible)}</p>}
        {data?.mayStart && (
          <div className="row">
            <Button type="primary" disabled={running} onClick={() => void start()}>
              {say(running ? W.running : W.start)}
            </Button>
            <Checkbox checked={content} onChange={({ target }) => setContent(target.checked)}>
              {say(W.content)}
            </Checkbox>
          </div>
        )}
        <div className="row">
          <Button href="/api/audits/anchors.json">{say(W.anchors)}</Button>
          <span className="quiet">{say(W.compared)}</span>
        </div>
        {error !== undefined && <ErrorBox error={error} />}
      </div>
      {list.error && <ErrorBox error={list.error} />}
      {data === undefined && !list.error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data?.rows.map((run, at) => (
        <Run
          key={run.id}
          run={run}
          mayDump={data.mayDump}
          before={data.rows.slice(at + 1).find(({ summary }) => summary !== null)}
          read={() => read(run.id)}
          compare={() => compare(run)}
        />
      ))}
      <Sheet open={reading !== undefined} title={say(W.reportTitle)} onClose={() => read(undefined)}>
        {reading !== undefined && (
          <iframe className="report" title={say(W.reportTitle)} src={`/api/audits/${reading}/report.html`} sandbox="" />
        )}
      </Sheet>
      <Sheet open={comparing !== undefined} title={say(W.compare)} onClose={() => compare(undefined)}>
        {comparing !== undefined && (
          <Comparing
            run={comparing}
            earlier={(data?.rows ?? []).filter(
              ({ summary, startedAt }) => summary !== null && startedAt < comparing.startedAt,
            )}
          />
        )}
      </Sheet>
    </div>
  );
}

function Run({
  run,
  mayDump,
  before,
  read,
  compare,
}: {
  readonly run: AuditRun;
  readonly mayDump: boolean;
  readonly before: AuditRun | undefined;
  readonly read: () => void;
  readonly compare: () => void;
}): ReactNode {
  const say = useSay();
  const { summary } = run;
  return (
    <section className="panel" data-state={run.state}>
      <h2>
        <span>
          <Tag color={toneOf(run.state)}>{say(named(STATES, run.state))}</Tag> <Time at={run.startedAt} />
        </span>
        <small className="quiet">{say(W.by, { who: run.account })}</small>
      </h2>
      {run.state === 'running' && (
        <p role="status">
          {say(W.running)} · {say(W.took)} <Since at={run.startedAt} /> {run.said}
        </p>
      )}
      {run.state === 'failed' && <p className="bad">{run.said}</p>}
      {summary && (
        <div className="stack">
          <div className="row">
            {inOrder(summary.layers).map(([layer, verdict]) => (
              <Tag key={layer} color={toneOf(verdict)}>
                {say(named(LAYERS, layer))} {say(named(VERDICTS, verdict))}
              </Tag>
            ))}
          </div>
          <div>
            {summary.links} {say(W.links)} · {summary.inputs} {say(W.inputs)} · {summary.objects} {say(W.objects)} ·{' '}
            {say(W.log, { size: summary.size, cosigned: summary.cosigned })}
          </div>
          {before?.summary && (
            <div className="quiet">
              {say(W.changed, {
                links: signed(summary.links - before.summary.links),
                faults: signed(summary.faultCount - before.summary.faultCount),
              })}
            </div>
          )}
          {summary.faultCount > 0 && (
            <>
              <strong className="bad">{say(W.faults, { n: summary.faultCount })}</strong>
              <ul>
                {summary.faults.map(({ code, title, where }) => (
                  <li key={`${code}${where}${title}`}>
                    <code>{code}</code> {title} <span className="mono quiet">{where}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <div className="row">
            <Button onClick={read}>{say(W.report)}</Button>
            <Button href={`/api/audits/${run.id}/report.json`}>{say(W.json)}</Button>
            {before && <Button onClick={compare}>{say(W.compare)}</Button>}
          </div>
          <Dumping run={run} may={mayDump} />
        </div>
      )}
    </section>
  );
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
