import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Replay } from '../../../../src/api/work.ts';
import { ask, tell } from '../../app/ask.ts';
import { useMe } from '../../app/session.tsx';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { STEP_NAMES, serviceName } from '../../parts/step-names.ts';
import { Since, Time } from '../../parts/time.tsx';

const W = {
  title: text('试重演', 'Dry run'),
  what: text(
    '依当时记录的事实，把某一环节在一段时间内的决定重新作出并比较；不取文件，不写任何记录。正常的流水应无不同。',
    'Decides again, from the facts recorded then, what a step decided in a range, and compares. Nothing is fetched and nothing is written; a healthy stream differs nowhere.',
  ),
  step: text('环节', 'Step'),
  hours: text('范围', 'Range'),
  hour: text('最近 1 小时', 'the last hour'),
  day: text('最近 24 小时', 'the last 24 hours'),
  all: text('全部', 'everything'),
  start: text('开始重演', 'Start'),
  none: text('还没有重演。', 'None yet.'),
  same: text('{n} 条链节，全部一致', '{n} links, all the same'),
  differs: text('{n} 条链节，{d} 处不同', '{n} links, {d} differences'),
  failed: text('未完成', 'could not run'),
  running: text('进行中', 'under way'),
};
const HOUR = 3_600_000;

/** Replay of a range without side effects, and what came of the last ones. */
export function DryRuns(): ReactNode {
  const say = useSay();
  const may = useMe().may['step.replay'] !== undefined;
  const queries = useQueryClient();
  const [step, setStep] = useState<string>('check');
  const [hours, setHours] = useState(24);
  const [error, fail] = useState<unknown>();
  const { data } = useQuery({
    queryKey: ['replays'],
    queryFn: ({ signal }) => ask<{ rows: readonly Replay[] }>('/api/replays', signal),
    refetchInterval: ({ state }) => (state.data?.rows.some((row) => row.state === 'running') ? 1_000 : 30_000),
  });
  const running = data?.rows.some(({ state }) => state === 'running') ?? false;
  const start = async (): Promise<void> => {
    fail(undefined);
    try {
      const from = hours === 0 ? null : new Date(Date.now() - hours * HOUR).toISOString();
      await tell('POST', '/api/replays', { step, from });
      await queries.invalidateQueries({ queryKey: ['replays'] });
    } catch (failure) {
      fail(failure);
    }
  };
  return (
    <section className="panel stack" data-replays={running ? 'running' : 'idle'}>
      <h2>{say(W.title)}</h2>
      <p className="quiet">{say(W.what)}</p>
      {may && (
        <div className="row">
          <Select
            aria-label={say(W.step)}
            value={step}
            onChange={setStep}
            options={STEP_NAMES.map((value) => ({ value, label: say(serviceName(value)) }))}
          />
          <Select
            aria-label={say(W.hours)}
            value={hours}
            onChange={setHours}
            options={[
              { value: 1, label: say(W.hour) },
              { value: 24, label: say(W.day) },
              { value: 0, label: say(W.all) },
            ]}
          />
          <Button disabled={running} onClick={() => void start()}>
            {say(W.start)}
          </Button>
        </div>
      )}
      {error !== undefined && <ErrorBox error={error} />}
      {data?.rows.length === 0 && <p className="quiet">{say(W.none)}</p>}
      <ul>
        {data?.rows.slice(0, 5).map((run) => (
          <li key={run.id} data-replay={run.state}>
            <Time at={run.startedAt} /> {say(serviceName(run.step))} <Verdict run={run} />
            {run.lines.length > 0 && <pre className="bytes">{run.lines.join('\n')}</pre>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Verdict({ run }: { readonly run: Replay }): ReactNode {
  const say = useSay();
  const { state, links, differences } = run;
  if (state === 'running')
    return (
      <span role="status">
        {say(W.running)} <Since at={run.startedAt} />
      </span>
    );
  if (state === 'failed') return <Tag>{say(W.failed)}</Tag>;
  return (
    <Tag color={state === 'same' ? 'success' : 'error'}>
      {say(state === 'same' ? W.same : W.differs, { n: links ?? 0, d: differences ?? 0 })}
    </Tag>
  );
}
