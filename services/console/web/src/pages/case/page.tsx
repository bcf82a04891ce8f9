import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { CasePage } from '../../../../src/api/cases.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { named, OUTCOMES, STAGES, toneOf, WAITS_FOR } from '../../parts/stages.ts';
import { Star } from '../../parts/star.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Since, Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { Archive } from './archive.tsx';
import { Chain } from './chain.tsx';
import { Dossier } from './dossier.tsx';
import { Findings } from './findings.tsx';
import { Materials } from './materials.tsx';
import { Story } from './story.tsx';

const W = {
  back: text('返回办件列表', 'Back to the cases'),
  dossier: text('材料', 'Materials'),
  findings: text('检测（{n}）', 'Check ({n})'),
  chain: text('链节（{n}）', 'Chain ({n})'),
  story: text('过程', 'Timeline'),
  archive: text('归档与利用', 'Archive and use'),
  department: text('受理部门', 'Department'),
  matter: text('事项编码', 'Matter code'),
  accepted: text('受理', 'Accepted'),
  promised: text('承诺办结', 'Promised'),
  closed: text('办结', 'Closed'),
  waits: text('等待', 'Waits for'),
  sinceWhen: text('已', 'for'),
  round: text('第 {n} 轮', 'round {n}'),
  source: text('来源系统', 'Published by'),
};
/** An open case is looked at anew by itself. */
const AGAIN_MS = 3_000;

export default function CasePageView(): ReactNode {
  const say = useSay();
  const { number = '' } = useParams();
  const { values, set } = useSearchValues();
  const { data: page, error } = useQuery({
    queryKey: ['case', number],
    queryFn: ({ signal }) => ask<CasePage>(`/api/cases/${encodeURIComponent(number)}`, signal),
    refetchInterval: ({ state }) =>
      state.data?.stage === 'indexed' || state.data?.stage === 'withdrawn' ? false : AGAIN_MS,
  });
  if (error && page === undefined) return <ErrorBox error={error} />;
  if (page === undefined) return <Waiting />;
  const calling = page.findings.filter(({ outcome }) => outcome !== 'PASS' && !outcome.startsWith('NOT_')).length;
  return (
    <div className="stack">
      <Link to="/cases">← {say(W.back)}</Link>
      <header className="panel">
        <h2>
          <span>
            {page.matter.name} <span className="mono">{page.case}</span> <Star number={page.case} />
          </span>
          <Tag color={toneOf(page.stage)}>{say(named(STAGES, page.stage))}</Tag>
        </h2>
        <dl className="facts across">
          <Fact name={say(W.department)}>{page.department.name}</Fact>
          <Fact name={say(W.accepted)}>
            <Time at={page.acceptedAt} />
          </Fact>
          <Fact name={say(W.promised)}>
            <Time at={page.promisedAt} />
          </Fact>
          <Fact name={say(W.closed)}>
            <Time at={page.closedAt} /> {page.outcome !== null && say(named(OUTCOMES, page.outcome))}
          </Fact>
          {page.waitsFor !== 'nobody' && (
            <Fact name={say(W.waits)}>
              {say(named(WAITS_FOR, page.waitsFor))}（{say(W.sinceWhen)} <Since at={page.stageAt} />）
            </Fact>
          )}
          {page.round > 1 && <Fact name="">{say(W.round, { n: page.round })}</Fact>}
          <Fact name={say(W.matter)}>
            <span className="mono">{page.matter.code}</span>
          </Fact>
          <Fact name={say(W.source)}>
            <span className="mono">{page.source}</span>
          </Fact>
        </dl>
      </header>
      <Tabs
        active={values.tab ?? 'dossier'}
        choose={(tab) => set({ tab })}
        tabs={[
          {
            key: 'dossier',
            label: say(W.dossier),
            children: (
              <div className="stack">
                <Dossier page={page} />
                <Materials page={page} />
              </div>
            ),
          },
          {
            key: 'findings',
            label: say(W.findings, { n: calling }),
            children: (
              <section className="panel">
                <Findings page={page} />
              </section>
            ),
          },
          {
            key: 'chain',
            label: say(W.chain, { n: page.links.length }),
            children: (
              <section className="panel">
                <Chain page={page} />
              </section>
            ),
          },
          {
            key: 'story',
            label: say(W.story),
            children: (
              <section className="panel">
                <Story page={page} />
              </section>
            ),
          },
          { key: 'archive', label: say(W.archive), children: <Archive page={page} /> },
        ]}
      />
    </div>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
