import { createHash } from 'node:crypto';
import { type CaseEvent, eventHeaders, type Scheme } from '@guidang/contracts';
import { MATTERS, matterCode, schemeOf } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import type { Draft } from './broker.ts';
import type { Random } from './random.ts';

/** How a case goes. */
export type Course =
  | 'stored'
  | 'amended'
  | 'refused'
  | 'withdrawn'
  | 'open'
  | 'replaced'
  | 'late-events'
  | 'amended-after-storing';

export interface CaseScript {
  readonly name: string;
  readonly course: Course;
  /** What is published, one after the other; time stands in each event once it is sent. */
  readonly events: readonly ((at: number) => CaseEvent)[];
}

const hexOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const iso = (ms: number): string => new Date(ms).toISOString();

/** The case number of the n-th case, in the form met in practice. */
const caseNumber = (code: string, n: number): string => `${code}20260301${String(n % 10_000).padStart(4, '0')}`;

/** Files that are known by name and digest alone: nothing of a history lies anywhere. */
const fileOf = (name: string, size: number) => ({ name, content: `sha256:${hexOf(name)}` as const, size, pages: 2 });

/** A case with the materials its scheme asks for, closed after `begun` by as many hours as there are events. */
export function scriptOf(n: number, course: Course, random: Random): CaseScript {
  const matter = random.pick(MATTERS);
  const scheme: Scheme = schemeOf(matter);
  const name = caseNumber(matterCode(matter), n);
  const department = DEPARTMENTS[matter.department];
  const source = `https://gov.example/${matter.department}`;
  const unit = { uscc: department.uscc, name: department.name };
  let id = 0;
  const event = <T extends CaseEvent['type']>(type: T, data: (at: number) => unknown) => {
    const mine = `${name}-${++id}`;
    return (at: number): CaseEvent =>
      ({
        specversion: '1.0',
        id: mine,
        source,
        type,
        version: 1,
        case: name,
        time: iso(at),
        data: data(at),
      }) as CaseEvent;
  };
  const held = { materials: 0, files: 0, bytes: 0 };
  const materialOf = (code: string, group: string, title: string, id: string, size: number) => ({
    material: id,
    item: code,
    group,
    name: title,
    collected: 'upload',
    files: [fileOf(`${id}-${name}.pdf`, size)],
  });
  const count = (size: number): void => {
    held.materials += 1;
    held.files += 1;
    held.bytes += size;
  };
  const form = fileOf(`form-${name}.json`, 900);
  const events = [
    event('case.accepted', (at) => ({
      matter: { code: scheme.matter.code, name: scheme.matter.name },
      scheme: { id: scheme.id, version: scheme.version },
      department: { ...unit, fonds: department.fonds },
      region: department.region,
      applicant: {
        kind: matter.applicant,
        reference: `commit:${hexOf(`applicant ${name}`)}`,
        form,
      },
      channel: '1',
      kind: matter.kind,
      receivedAt: iso(at - 120_000),
      acceptedAt: iso(at - 60_000),
    })),
  ];
  const wanted = scheme.items.filter(({ required, group }) => required === 'always' && group !== 'result');
  const kept = course === 'refused' || course === 'amended' ? wanted.slice(1) : wanted;
  const steps = scheme.steps.filter(({ required }) => required);
  const stepped = (code: string, title: string) =>
    event('case.step.recorded', (at) => ({
      step: code,
      name: title,
      action: 'pass',
      state: '2',
      person: { id: `S${random.between(1000, 9999)}`, post: '经办' },
      unit,
      opinion: '符合要求，予以通过。',
      startedAt: iso(at - 50_000),
      endedAt: iso(at - 40_000),
    }));
  if (steps[0]) events.push(stepped(steps[0].code, steps[0].name));
  for (const item of kept) {
    const size = random.between(2_000, 900_000);
    count(size);
    events.push(
      event('case.material.added', () => materialOf(item.code, item.group, item.name, `m-${item.code}`, size)),
    );
  }
  if (course === 'replaced') {
    const item = kept[0]!;
    const size = random.between(2_000, 900_000);
    events.push(
      event('case.material.replaced', () => ({
        ...materialOf(item.code, item.group, item.name, `m-${item.code}-2`, size),
        replaces: `m-${item.code}`,
        reason: '重新扫描',
      })),
    );
    // What is in force counts: the first file of this case had another size, which the closing must not name.
    replaceFirst(held, events, name, size);
  }
  if (course === 'open') return { name, course, events };
  if (course === 'withdrawn') {
    events.push(event('case.withdrawn', (at) => ({ withdrawnAt: iso(at), reason: '申请人撤回' })));
    return { name, course, events };
  }
  for (const step of steps.slice(1)) events.push(stepped(step.code, step.name));
  const result = scheme.items.find(({ required }) => required === 'granted')!;
  const size = random.between(20_000, 80_000);
  count(size);
  events.push(
    event('case.result.issued', (at) => ({
      result: {
        name: matter.result.name,
        number: `${matter.result.prefix}${n}`,
        issuer: unit,
        issuedAt: iso(at - 30_000),
      },
      document: materialOf(result.code, 'result', result.name, 'result-1', size),
    })),
  );
  const closing = () => event('case.closed', (at) => ({ closedAt: iso(at - 10_000), outcome: 'granted', ...held }));
  const first = { ...held };
  events.push(event('case.closed', (at) => ({ closedAt: iso(at - 10_000), outcome: 'granted', ...first })));
  if (course === 'amended') {
    const item = wanted[0]!;
    const size = random.between(2_000, 900_000);
    count(size);
    events.push(event('case.amended', (at) => ({ amendedAt: iso(at), reason: '补正材料' })));
    events.push(
      event('case.material.added', () => materialOf(item.code, item.group, item.name, `m-${item.code}`, size)),
    );
    events.push(closing());
  }
  if (course === 'late-events') events.push(stepped(steps[0]!.code, steps[0]!.name));
  if (course === 'amended-after-storing') {
    events.push(event('case.amended', (at) => ({ amendedAt: iso(at), reason: '更正' })));
    events.push(closing());
  }
  return { name, course, events };
}

function replaceFirst(
  held: { bytes: number },
  events: readonly ((at: number) => CaseEvent)[],
  _name: string,
  size: number,
): void {
  const added = events.map((make) => make(0)).find(({ type }) => type === 'case.material.added');
  if (added?.type === 'case.material.added') held.bytes += size - (added.data.files[0]!.size ?? 0);
}

/** An event as its publisher sends it. */
export const draftOf = (event: CaseEvent): Draft => ({
  key: event.case,
  value: Buffer.from(JSON.stringify(event)),
  headers: { ...eventHeaders(event), traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
});
