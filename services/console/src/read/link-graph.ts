import type { CaseLink } from '@guidang/contracts';
import type { LinkState } from '../api/cases.ts';

/** A link as the read model keeps it. */
export interface KeptLink {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly sha256: string;
  readonly link: CaseLink;
}

/** The links of a case as a graph: each with what it says, and whether it follows the ones it names by their hashes. */
export function graphOf(links: readonly KeptLink[]): LinkState[] {
  const at = new Map(links.map((one) => [`${one.topic}\n${one.partition}\n${one.offset}`, one]));
  const before = new Map(links.map((one) => [`${one.link.step}\n${one.link.seq}`, one.sha256]));
  return links.map(({ topic, partition, offset, sha256, link }) => {
    const { input } = link;
    const answered = at.get(`${input.topic}\n${input.partition}\n${input.offset}`);
    const follows = link.previous === (link.seq === 0 ? null : (before.get(`${link.step}\n${link.seq - 1}`) ?? ''));
    const answers = !input.topic.startsWith('archive.') || answered?.sha256 === input.sha256;
    return {
      ...{
        step: link.step,
        seq: link.seq,
        type: link.type,
        id: link.id,
        sha256,
        at: link.time,
        topic,
        partition,
        offset,
      },
      ...{ previous: link.previous, input, rules: link.decider.rules, about: aboutOf(link), verdict: verdictOf(link) },
      whole: follows && answers,
    };
  });
}

function aboutOf(link: CaseLink): string | null {
  switch (link.type) {
    case 'MaterialCaptured':
    case 'MaterialSuperseded':
    case 'ResultCaptured':
      return link.body.material.name;
    case 'MaterialRefused':
      return link.body.name;
    case 'MaterialChecked':
      return link.body.material;
    case 'ProcessStepRecorded':
      return link.body.step.name;
    case 'CasePackaged':
    case 'CaseStored':
      return link.body.referenceCode;
    case 'FindingResolved':
      return `${link.body.of.item} ${link.body.resolution}`;
    case 'CopyMade':
      return link.body.purpose;
    case 'UseRefused':
      return link.body.reason;
    default:
      return null;
  }
}

const BAD: ReadonlySet<string> = new Set([
  'MaterialRefused',
  'CaseRefused',
  'PackageRefused',
  'UseRefused',
  'RenewalRefused',
  'ResolutionRefused',
]);
const GOOD: ReadonlySet<string> = new Set([
  'CaseChecked',
  'CaseSealed',
  'CasePackaged',
  'CaseStored',
  'CaseIndexed',
  'EvidenceRenewed',
  'CopyMade',
]);

const INSPECTED = { sound: 'good', attention: 'waiting', damaged: 'bad' } as const;

function verdictOf(link: CaseLink): LinkState['verdict'] {
  if (link.type === 'MaterialChecked') return link.body.verdict === 'passed' ? 'good' : 'bad';
  if (link.type === 'CaseAwaitingReview') return 'waiting';
  if (link.type === 'CaseCaptured') return link.body.complete ? 'good' : 'bad';
  if (link.type === 'FindingResolved') return link.body.resolution === 'accepted' ? 'good' : 'bad';
  if (link.type === 'PackageInspected') return INSPECTED[link.body.outcome];
  return BAD.has(link.type) ? 'bad' : GOOD.has(link.type) ? 'good' : 'neutral';
}
