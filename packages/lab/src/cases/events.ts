import type { CaseEvent, Closing, ProcessStep, PublishedFile, PublishedMaterial } from '@guidang/contracts';
import { commitmentTo } from '@guidang/contracts';
import { PROCESS_STEPS, type ProcessStepCode } from '../matters/index.ts';
import { type Basis, type Outcome, promisedDay } from './basis.ts';
import { endOf, stamped } from './calendar.ts';
import type { Making } from './making.ts';
import type { DraftMaterial } from './materials.ts';
import { resultNumber } from './papers.ts';
import type { Act } from './story.ts';
import { Timeline } from './timeline.ts';
import { validUntil } from './values.ts';

type Told = { [T in CaseEvent['type']]: { type: T; data: Extract<CaseEvent, { type: T }>['data'] } }[CaseEvent['type']];

/** The acts as the publisher's events, in order, each at its time. */
export function eventsOf(acts: readonly Act[], basis: Basis, files: Making): CaseEvent[] {
  const timeline = new Timeline(acts, basis);
  const ids = basis.own.fork('events').bytes(8).toString('hex');
  const inForce = new Map<string, PublishedMaterial>();
  return acts.map((act, i) => {
    const told = toldOf(act, basis, files, inForce, timeline.at(i), timeline.begun(i));
    return {
      specversion: '1.0',
      id: `ev-${ids}-${i + 1}`,
      source: `urn:guidang:lab:${basis.matter.department}`,
      version: 1,
      case: basis.number,
      time: stamped(timeline.at(i)),
      ...told,
    } as CaseEvent;
  });
}

function toldOf(
  act: Act,
  basis: Basis,
  files: Making,
  inForce: Map<string, PublishedMaterial>,
  time: number,
  begun: number,
): Told {
  const published = (material: DraftMaterial): PublishedMaterial => {
    const one = publishedOf(material, files);
    inForce.set(one.material, one);
    return one;
  };
  switch (act.type) {
    case 'case.accepted':
      return { type: act.type, data: acceptance(basis, files, begun, time) };
    case 'case.step.recorded':
      return { type: act.type, data: stepOf(act.step, basis, begun, time) };
    case 'case.material.added':
      return { type: act.type, data: published(act.material) };
    case 'case.material.replaced':
      inForce.delete(act.replaces);
      return { type: act.type, data: { ...published(act.material), replaces: act.replaces, reason: act.reason } };
    case 'case.result.issued':
      return {
        type: act.type,
        data: { result: resultOf(basis, act.document.name, time), document: published(act.document) },
      };
    case 'case.closed':
      return { type: act.type, data: closing([...inForce.values()], act.outcome, time) };
    case 'case.withdrawn':
      return { type: act.type, data: { withdrawnAt: stamped(time), reason: act.reason } };
    case 'case.amended':
      return { type: act.type, data: { amendedAt: stamped(time), reason: act.reason } };
  }
}

function acceptance(basis: Basis, { form }: Making, receivedAt: number, acceptedAt: number) {
  const { matter, scheme, department, applicant, channel, submission, form: filled } = basis;
  const promised = promisedDay(basis);
  return {
    matter: { code: scheme.matter.code, name: matter.name },
    scheme: { id: scheme.id, version: scheme.version },
    department: { uscc: department.uscc, name: department.name, fonds: department.fonds },
    region: department.region,
    applicant: {
      kind: applicant.company ? ('2' as const) : ('1' as const),
      reference: commitmentTo(filled.salt, filled.applicant.identity),
      form: form.published,
    },
    channel,
    kind: matter.kind,
    receivedAt: stamped(receivedAt),
    acceptedAt: stamped(acceptedAt),
    ...(promised !== null && { promisedAt: stamped(endOf(promised)) }),
    ...(submission && { submission: submission.id }),
  };
}

const POSTS: Readonly<Record<ProcessStepCode, string>> = {
  receive: '窗口收件岗',
  accept: '窗口受理岗',
  review: '业务审核岗',
  inspect: '现场核查岗',
  decide: '审批决定岗',
  close: '窗口发证岗',
};

function stepOf(
  code: ProcessStepCode,
  { handling, department, outcome }: Basis,
  begun: number,
  ended: number,
): ProcessStep {
  const { officer, opinion } = handling[code];
  const passes = outcome === 'granted' || !['review', 'decide'].includes(code);
  return {
    step: code,
    name: PROCESS_STEPS[code],
    action: passes ? 'pass' : 'other',
    state: '2',
    person: { id: officer, post: POSTS[code] },
    unit: { uscc: department.uscc, name: department.name },
    opinion,
    startedAt: stamped(begun),
    endedAt: stamped(ended),
  };
}

function publishedOf(of: DraftMaterial, files: Making): PublishedMaterial {
  const { material, item, group, name, collected, confirmed } = of;
  const announcedAs = (file: DraftMaterial['files'][number]): PublishedFile => {
    // The same paper may be announced under another name, and once with a digest that is not its own.
    const { published } = files.of(file);
    return { ...published, name: file.name, ...(file.misannounced && { sha256: reversed(published.sha256!) }) };
  };
  return {
    material,
    item,
    group,
    name,
    collected,
    files: of.files.map(announcedAs),
    ...(confirmed && {
      scan: {
        confirmed: true,
        ...(files.countersignature && { countersignature: files.countersignature.published }),
      },
    }),
  };
}

const reversed = (digest: string): string => [...digest].reverse().join('');

function resultOf({ department, matter, outcome, ...basis }: Basis, name: string, time: number) {
  const years = outcome === 'granted' ? matter.result.years : null;
  return {
    name,
    number: resultNumber({ department, matter, outcome, ...basis }),
    issuer: { uscc: department.uscc, name: department.name },
    issuedAt: stamped(time),
    ...(outcome === 'granted' && { validFrom: stamped(time) }),
    ...(years !== null && { validUntil: stamped(validUntil(time, years)) }),
  };
}

/** What the publisher believes it handed over: materials in force with the result's document, their files and bytes; neither form nor countersignature. */
export function closing(inForce: readonly PublishedMaterial[], outcome: Outcome, time: number): Closing {
  const files = inForce.flatMap((material) => material.files);
  return {
    closedAt: stamped(time),
    outcome,
    materials: inForce.length,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + (size ?? 0), 0),
  };
}
