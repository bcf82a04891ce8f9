import type { ReactNode } from 'react';
import type { CasePage } from '../../../../src/api/cases.ts';
import { type Text, text, useSay } from '../../app/words.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { named } from '../../parts/stages.ts';
import { shown } from '../../parts/time.tsx';
import { LINK_NAMES } from './link-names.ts';

const W = {
  none: text('还没有过程', 'Nothing has happened yet'),
  how: text(
    '办理环节与归档节点按时间排列在这里。',
    'Steps of the handling and of archiving stand here in their order.',
  ),
  running: text('进行中', 'under way'),
};
const ACTIONS: Readonly<Record<string, Text>> = {
  pass: text('通过', 'passed'),
  return: text('退回', 'returned'),
  other: text('其他', 'other'),
};
const MILESTONES = new Set([
  ...[
    'CaseOpened',
    'CaseReopened',
    'CaseCaptured',
    'CaseWithdrawn',
    'CaseChecked',
    'CaseRefused',
    'CaseAwaitingReview',
  ],
  ...[
    'FindingResolved',
    'CaseSealed',
    'CasePackaged',
    'CaseStored',
    'PackageRefused',
    'CaseIndexed',
    'CopyMade',
    'UseRefused',
    'EvidenceRenewed',
  ],
]);

interface Event {
  readonly at: string;
  readonly key: string;
  readonly colour: string;
  readonly what: ReactNode;
}

/** What happened to the case, handling and archiving, in one line of time. */
export function Story({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const handled: Event[] = page.process.map((step, index) => ({
    at: step.endedAt ?? step.startedAt,
    key: `p${index}`,
    colour: step.action === 'return' ? 'bad' : 'quiet',
    what: (
      <>
        <strong>{step.name}</strong> {step.endedAt === null ? say(W.running) : say(named(ACTIONS, step.action))}
        <div className="quiet">
          {step.unit} · {step.post}
        </div>
        <div>{step.opinion}</div>
      </>
    ),
  }));
  const archived: Event[] = page.links
    .filter(({ type }) => MILESTONES.has(type))
    .map((link) => ({
      at: link.at,
      key: link.sha256,
      colour:
        link.verdict === 'good'
          ? 'green'
          : link.verdict === 'bad'
            ? 'red'
            : link.verdict === 'waiting'
              ? 'orange'
              : 'blue',
      what: (
        <>
          <strong>{say(named(LINK_NAMES, link.type))}</strong> {link.about}
        </>
      ),
    }));
  const events = [...handled, ...archived].sort((a, b) => a.at.localeCompare(b.at));
  if (events.length === 0) return <Nothing what={say(W.none)} how={say(W.how)} />;
  return (
    <ol className="timeline">
      {events.map(({ at, key, colour, what }) => (
        <li key={key} data-tone={colour}>
          <time dateTime={at} className="quiet">
            {shown(at)}
          </time>
          <div>{what}</div>
        </li>
      ))}
    </ol>
  );
}
