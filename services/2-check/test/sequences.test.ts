import type { CaseRefused, OpenFinding, RawRecord } from '@guidang/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeOf } from '../src/review/changes.ts';
import { CASE, Captured, fileOf, materialOf } from './capture.ts';
import { type Answer, Checking } from './checking.ts';
import { decision } from './people.ts';

/** What may happen to a case, in any order. Numbers choose among what is there. */
type Happening =
  | { does: 'add'; fate: (typeof FATES)[number]; item: 'A01' | 'A02' | 'C01' | null }
  | { does: 'replace'; which: number; fate: (typeof FATES)[number] }
  | { does: 'step'; code: 'accept' | 'decide' }
  | { does: 'issue' | 'refuse' | 'close' | 'reopen' }
  | { does: 'settle'; which: number; by: 'a' | 'b'; resolution: 'accepted' | 'rejected' };
const FATES = ['good', 'virus', 'fake', 'scripted', 'opaque', 'lost'] as const;
const BAD = /virus|fake|lost/;

const fate = fc.oneof(
  { weight: 5, arbitrary: fc.constant('good' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...FATES) },
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('add' as const), fate, item: fc.constantFrom('A01', 'A02', 'C01', null) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('replace' as const), which: fc.nat(20), fate }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('step' as const), code: fc.constantFrom('accept', 'decide') }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('issue', 'refuse', 'close', 'close', 'reopen') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('settle' as const),
      which: fc.nat(5),
      by: fc.constantFrom('a', 'b'),
      resolution: fc.constantFrom('accepted', 'accepted', 'accepted', 'rejected'),
    }),
  },
);

/** Nearly all that a case needs: of cases that begin by chance alone hardly one would pass. */
const WELL_BEGUN: readonly Happening[] = [
  { does: 'step', code: 'accept' },
  { does: 'add', fate: 'good', item: 'A01' },
  { does: 'step', code: 'decide' },
  { does: 'issue' },
];

/** The same with a paper that only people can read. */
const LEFT_TO_PEOPLE: readonly Happening[] = WELL_BEGUN.map((one) =>
  one.does === 'add' ? { ...one, fate: 'opaque' } : one,
);
const BEGINNINGS = { nothing: [], well: WELL_BEGUN, left: LEFT_TO_PEOPLE } as const;

/** What is in force, told without check: enough to know what has to come out. */
interface Model {
  readonly inForce: Map<string, { item: string | null; fate: string }>;
  readonly steps: Set<string>;
  isOpen: boolean;
  passed: boolean;
  next: number;
  round: number;
  /** what people may settle of the last round; empty once anything new is looked at */
  open: readonly OpenFinding[];
  waits: boolean;
  readonly accepted: Map<string, Set<string>>;
  /** by material and fate */
  readonly settled: Map<string, 'accepted' | 'rejected'>;
  readonly settledKeys: Map<string, 'accepted' | 'rejected'>;
  settledOfCase: number;
}

/** Lets it happen where capture would let it, and gives the link of capture. */
function happen(capture: Captured, model: Model, what: Exclude<Happening, { does: 'settle' }>): RawRecord | undefined {
  const fresh = (word: string, item: string | null) => {
    const id = `m${model.next++}`;
    model.inForce.set(id, { item, fate: word });
    return materialOf(id, item, {
      files: [fileOf(`${id}-${word}.pdf`)],
      group: item === 'C01' ? 'result' : 'application',
    });
  };
  if (what.does === 'reopen') {
    if (model.isOpen) return undefined;
    model.isOpen = true;
    model.round += 1;
    return capture.reopened();
  }
  if (!model.isOpen) return undefined;
  switch (what.does) {
    case 'add':
      return capture.added(fresh(what.fate, what.item));
    case 'replace': {
      const ids = [...model.inForce.keys()];
      const id = ids[what.which % Math.max(1, ids.length)];
      if (id === undefined) return undefined;
      const { item } = model.inForce.get(id)!;
      model.inForce.delete(id);
      return capture.replaced(id, fresh(what.fate, item));
    }
    case 'step':
      model.steps.add(what.code);
      return capture.stepped(what.code);
    case 'issue':
      // One number each: GD-1-8 is not what this is about.
      return capture.issued(fresh('good', 'C01'), { ...RESULT, number: `号${model.next}` });
    case 'refuse':
      return capture.refused();
    case 'close':
      model.isOpen = false;
      return capture.closed();
  }
}
const RESULT = {
  name: '建设工程规划许可证',
  number: '',
  issuer: { uscc: '12441500196720244T', name: '自然资源局' },
  issuedAt: '2026-03-04T08:00:00Z',
};

const ROUNDS = 3;

/** What has to come out of a closing: told from what is in force and what people have settled of it. */
function ending({ inForce, steps, round, settled }: Model): Answer['says'] {
  const all = [...inForce].map(([id, one]) => ({ id, ...one }));
  const answered = (item: string) => all.some((one) => one.item === item);
  const stands = (id: string, word: string) => settled.get(`${id} ${word}`);
  const lacking = (answered('A01') && answered('C01') ? 0 : 1) + (steps.size === 2 ? 0 : 1);
  const locked = all.some(({ fate: word }) => word === 'virus' || word === 'lost');
  const failed =
    lacking + all.filter(({ id, fate: word }) => word === 'fake' && stands(id, word) !== 'accepted').length;
  const left = all.filter(({ id, fate: word }) => word === 'opaque' && stands(id, word) === undefined).length;
  const rejected = all.some(({ id, fate: word }) => stands(id, word) === 'rejected');
  if (!locked && !rejected && failed + left === 0) return 'CaseChecked';
  if (locked || rejected) return 'CaseRefused';
  return failed === 0 || round > ROUNDS ? 'CaseAwaitingReview' : 'CaseRefused';
}

function holds(answer: Answer, record: RawRecord, model: Model): void {
  const { type } = JSON.parse(Buffer.from(record.value!).toString()) as { type: string };
  if (model.passed) expect(answer).toMatchObject({ did: 'park', says: 'CASE_ALREADY_CHECKED' });
  else if (type !== 'CaseCaptured') {
    expect(answer.says === 'MaterialChecked').toBe(answer.did === 'link');
    if (answer.did === 'link') model.open = [];
  } else {
    // Missing steps and materials are asked about anew in every round, so what was settled of them is none of the model's concern.
    const says = ending(model);
    if (model.settledOfCase === 0) expect(answer.says).toBe(says);
    const { open = [], findings } = answer.link!.body as CaseRefused['body'];
    model.open = open;
    model.waits = answer.says === 'CaseAwaitingReview';
    model.passed = answer.says === 'CaseChecked';
    if (model.passed) return;
    const bad = [...model.inForce].filter(([, one]) => BAD.test(one.fate)).map(([id]) => `file:${id}/1`);
    const failed = findings.filter(
      ({ outcome, object, code }) => outcome === 'FAIL' && object.startsWith('file:') && code !== 'REVIEW_FAILED',
    );
    expect(new Set(failed.map(({ object }) => object))).toEqual(new Set(bad));
  }
}

/** A person settles one of what is open, or something that is not: what has to come of it, told without check. */
function settle(
  check: Checking,
  model: Model,
  { which, by, resolution }: Extract<Happening, { does: 'settle' }>,
): Answer {
  const one = model.open[which % Math.max(1, model.open.length)];
  const answer = check.take(decision(CASE, one?.key ?? 'f'.repeat(64), { account: `archivist-${by}`, resolution }));
  const { key = '', persons = 0 } = one ?? {};
  const said = model.accepted.get(key) ?? new Set<string>();
  const isSettled = (open: OpenFinding) => model.settledKeys.get(open.key);
  if (model.passed || !one || isSettled(one) || (resolution === 'accepted' && said.has(by))) {
    expect(answer.says).toBe('ResolutionRefused');
    return answer;
  }
  if (resolution === 'accepted') said.add(by);
  model.accepted.set(key, said);
  if (resolution === 'rejected') model.settledKeys.set(key, 'rejected');
  else if (said.size >= persons) model.settledKeys.set(key, 'accepted');
  const now = model.settledKeys.get(key);
  const [, id, word] = /^file:(.+)\/1$/.test(one.finding.object)
    ? ['', one.finding.object.slice('file:'.length, -2), one.finding.code === 'NOT_OPENED' ? 'opaque' : 'fake']
    : [];
  if (now && id) model.settled.set(`${id} ${word}`, now);
  else if (now) model.settledOfCase += 1;
  const all = model.open.map(isSettled);
  const rejected = all.includes('rejected');
  const ends = all.every((standing) => standing !== undefined) && !(rejected && !model.waits);
  expect(answer.says).toBe(!ends ? 'FindingResolved' : rejected ? 'CaseRefused' : 'CaseChecked');
  if (ends) model.open = [];
  model.passed = answer.says === 'CaseChecked';
  return answer;
}

/** Keys of what the review queue asks people, after an answer. */
function inQueue(before: string[], { link, hash }: Answer): string[] {
  const change = link && changeOf(link, hash!);
  if (change?.do === 'open') return change.open.map(({ key }) => key);
  return change?.do === 'close' ? [] : before;
}

it('whatever happens to a case, every link of capture is answered, passes only what is in order, and is decided again the same, and the review queue asks what the step waits for', () => {
  const ends = { CaseChecked: 0, CaseRefused: 0, CaseAwaitingReview: 0, FindingResolved: 0, parked: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom('nothing', 'well', 'left'),
      fc.array(happening, { maxLength: 30, size: 'max' }),
      (begun, happenings) => {
        const [capture, check] = [new Captured(), new Checking()];
        const model: Model = {
          ...{ inForce: new Map(), steps: new Set(), isOpen: true, passed: false, next: 1, round: 1 },
          ...{
            open: [],
            waits: false,
            accepted: new Map(),
            settled: new Map(),
            settledKeys: new Map(),
            settledOfCase: 0,
          },
        };
        check.take(capture.opened());
        let queued: string[] = [];
        for (const what of [...BEGINNINGS[begun], ...happenings]) {
          // What is remembered survives being text.
          check.memory = structuredClone({ ...check.memory, state: JSON.parse(JSON.stringify(check.memory.state)) });
          let answer: Answer;
          if (what.does === 'settle') answer = settle(check, model, what);
          else {
            const record = happen(capture, model, what);
            if (!record) continue;
            answer = check.take(record);
            holds(answer, record, model);
          }
          queued = inQueue(queued, answer);
          expect(queued).toEqual(check.memory.state.standing?.open.map(({ key }) => key) ?? []);
          if (answer.did === 'park') ends.parked++;
          else if (Object.hasOwn(ends, answer.says)) ends[answer.says as keyof typeof ends]++;
        }
        expect(check.judged()).toEqual([]);
        expect(check.written.map(({ answer }) => answer.link!.seq)).toEqual(check.written.map((_, i) => i));
      },
    ),
    { numRuns: 300 },
  );
  // Every kind of end was reached, and not by luck alone.
  for (const count of Object.values(ends)) expect(count).toBeGreaterThan(10);
});
