import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { CasePage, LinkState } from '../../../../src/api/cases.ts';
import { ask } from '../../app/ask.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { named } from '../../parts/stages.ts';
import { STEP_NAMES, serviceName } from '../../parts/step-names.ts';
import { Time } from '../../parts/time.tsx';
import { LINK_NAMES, VERDICTS } from './link-names.ts';

const W = {
  graph: text(
    '链节图：同列竖线为本环节前后链节，曲线为所答复的链节',
    'Links: vertical lines join the links of one step, curves lead to the link that was answered',
  ),
  whole: text('与前一链节及所答复链节的摘要一致', 'follows the links it names by their digests'),
  broken: text('摘要不一致', 'digests do not match'),
  allWhole: text(
    '{n} 个链节首尾相接，摘要全部一致。是否依事实作出、是否入存证日志，由审计重演判定。',
    'All {n} links follow one another by their digests. Whether each follows from its facts and is in the log, an audit tells.',
  ),
  someBroken: text(
    '有 {n} 个链节的摘要不一致，请交审计员。',
    '{n} links do not follow by their digests; please call the auditor.',
  ),
  id: text('链节标识', 'Id'),
  digest: text('本链节摘要', 'Digest'),
  before: text('前一链节摘要', 'Previous'),
  answers: text('所答复的记录', 'Answers'),
  lies: text('所在位置', 'Lies at'),
  rules: text('规则版本', 'Rules'),
  bytes: text('原始字节', 'Bytes as they lie'),
};

const LANE = 22;
const ROW = 34;
const COLOURS = { good: '#1b7a3d', bad: '#b3181f', waiting: '#96580a', neutral: '#4a6fa5' } as const;

/** The chain of a case: six lanes, one for each step, in the order in which things happened. */
export function Chain({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const [chosen, choose] = useState<LinkState>();
  const { links } = page;
  const broken = links.filter(({ whole }) => !whole).length;
  const place = new Map(links.map((link, row) => [`${link.topic}\n${link.partition}\n${link.offset}`, at(link, row)]));
  const last = new Map(links.map((link, row) => [`${link.step}\n${link.seq}`, at(link, row)]));
  return (
    <>
      <p className={broken === 0 ? 'good' : 'bad'}>
        {broken === 0 ? say(W.allWhole, { n: links.length }) : say(W.someBroken, { n: broken })}
      </p>
      <div className="chain">
        <svg width={LANE * 6} height={ROW * links.length} role="img" aria-label={say(W.graph)}>
          {links.map((link, row) => {
            const to = at(link, row);
            const previous = last.get(`${link.step}\n${link.seq - 1}`);
            const input = place.get(`${link.input.topic}\n${link.input.partition}\n${link.input.offset}`);
            return (
              <g key={link.sha256} fill="none" strokeWidth="1.5">
                {previous && <path d={`M${previous.x} ${previous.y}L${to.x} ${to.y}`} stroke="#9fb0c6" />}
                {input && (
                  <path
                    d={`M${input.x} ${input.y}C${to.x} ${input.y} ${to.x} ${input.y} ${to.x} ${to.y}`}
                    stroke="#c5cedb"
                    strokeDasharray="3 2"
                  />
                )}
              </g>
            );
          })}
          {links.map((link, row) => (
            <circle
              key={link.sha256}
              cx={at(link, row).x}
              cy={at(link, row).y}
              r="5.5"
              fill={COLOURS[link.verdict]}
              stroke="#fff"
              strokeWidth="1.5"
            />
          ))}
        </svg>
        <ol>
          {links.map((link) => (
            <li key={link.sha256} style={{ height: ROW }}>
              <button type="button" onClick={() => choose(link)}>
                <span className="chain-step">{say(serviceName(link.step))}</span>
                <strong>{say(named(LINK_NAMES, link.type))}</strong>
                {link.verdict !== 'neutral' && (
                  <Tag color={link.verdict === 'good' ? 'success' : link.verdict === 'bad' ? 'error' : 'warning'}>
                    {say(named(VERDICTS, link.verdict))}
                  </Tag>
                )}
                {!link.whole && <Tag color="error">{say(W.broken)}</Tag>}
                <span className="chain-about">{link.about}</span>
                <Time at={link.at} />
              </button>
            </li>
          ))}
        </ol>
      </div>
      <Sheet
        open={chosen !== undefined}
        onClose={() => choose(undefined)}
        title={chosen ? say(named(LINK_NAMES, chosen.type)) : ''}
      >
        {chosen && <LinkFacts caseNumber={page.case} link={chosen} />}
      </Sheet>
    </>
  );
}

const at = ({ step }: LinkState, row: number): { x: number; y: number } => ({
  x: LANE / 2 + LANE * Math.max(0, STEP_NAMES.indexOf(step as never)),
  y: ROW / 2 + ROW * row,
});

function LinkFacts({ caseNumber, link }: { readonly caseNumber: string; readonly link: LinkState }): ReactNode {
  const say = useSay();
  const { data, error } = useQuery({
    queryKey: ['link', link.sha256],
    queryFn: () => ask<{ value: string; trace: string | null }>(`/api/cases/${caseNumber}/links/${link.sha256}`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{say(W.id)}</dt>
        <dd className="mono">{link.id}</dd>
        <dt>{say(W.digest)}</dt>
        <dd className="mono">{link.sha256}</dd>
        <dt>{say(W.before)}</dt>
        <dd className="mono">{link.previous ?? '—'}</dd>
        <dt>{say(W.answers)}</dt>
        <dd className="mono">{`${link.input.topic}-${link.input.partition} @ ${link.input.offset} · ${link.input.sha256}`}</dd>
        <dt>{say(W.lies)}</dt>
        <dd className="mono">{`${link.topic}-${link.partition} @ ${link.offset}`}</dd>
        <dt>{say(W.rules)}</dt>
        <dd className="mono">{link.rules}</dd>
        {data?.trace && (
          <>
            <dt>traceparent</dt>
            <dd className="mono">{data.trace}</dd>
          </>
        )}
      </dl>
      <p className={link.whole ? 'good' : 'bad'}>{say(link.whole ? W.whole : W.broken)}</p>
      <h2>{say(W.bytes)}</h2>
      {error && <ErrorBox error={error} />}
      {data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard as well (WCAG 2.1.1)
        <pre className="bytes" tabIndex={0}>
          {pretty(data.value)}
        </pre>
      )}
    </div>
  );
}

function pretty(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), undefined, 2);
  } catch {
    return value; // shown as it lies
  }
}
