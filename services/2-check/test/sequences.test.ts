import type { CaseRefused, RawRecord } from '@guidang/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Captured, fileOf, materialOf } from './capture.ts';
import { type Answer, Checking } from './checking.ts';

/** What may happen to a case, in any order. Numbers choose among what is there. */
type Happening =
  | { does: 'add'; fate: (typeof FATES)[number]; item: 'A01' | 'A02' | 'C01' | null }
  | { does: 'replace'; which: number; fate: (typeof FATES)[number] }
  | { does: 'step'; code: 'accept' | 'decide' }
  | { does: 'issue' | 'refuse' | 'close' | 'reopen' };
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
);

/** Nearly all that a case needs: of cases that begin by chance alone hardly one would pass. */
const WELL_BEGUN: readonly Happening[] = [
  { does: 'step', code: 'accept' },
  { does: 'add', fate: 'good', item: 'A01' },
  { does: 'step', code: 'decide' },
  { does: 'issue' },
];

/** What is in force, told without check: enough to know what has to come out. */
interface Model {
  readonly inForce: Map<string, { item: string | null; fate: string }>;
  readonly steps: Set<string>;
  open: boolean;
  passed: boolean;
  next: number;
}

/** Lets it happen where capture would let it, and gives the link of capture. */
function happen(capture: Captured, model: Model, what: Happening): RawRecord | undefined {
  const fresh = (word: string, item: string | null) => {
    const id = `m${model.next++}`;
    model.inForce.set(id, { item, fate: word });
    return materialOf(id, item, {
      files: [fileOf(`${id}-${word}.pdf`)],
      group: item === 'C01' ? 'result' : 'application',
    });
  };
  if (what.does === 'reopen') {
    if (model.open) return undefined;
    model.open = true;
    return capture.reopened();
  }
  if (!model.open) return undefined;
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
      model.open = false;
      return capture.closed();
  }
}
const RESULT = {
  name: '建设工程规划许可证',
  number: '',
  issuer: { uscc: '12441500196720244T', name: '自然资源局' },
  issuedAt: '2026-03-04T08:00:00Z',
};

const shouldPass = ({ inForce, steps }: Model): boolean => {
  const all = [...inForce.values()];
  const answered = (item: string) => all.some((one) => one.item === item);
  return answered('A01') && answered('C01') && steps.size === 2 && !all.some((one) => BAD.test(one.fate));
};

function holds(answer: Answer, record: RawRecord, model: Model): void {
  const { type } = JSON.parse(Buffer.from(record.value!).toString()) as { type: string };
  if (model.passed) expect(answer).toMatchObject({ did: 'park', says: 'CASE_ALREADY_CHECKED' });
  else if (type !== 'CaseCaptured') expect(answer.says === 'MaterialChecked').toBe(answer.did === 'link');
  else {
    expect(answer.says).toBe(shouldPass(model) ? 'CaseChecked' : 'CaseRefused');
    if (answer.says === 'CaseRefused') {
      const { findings } = (answer.link as CaseRefused).body;
      const bad = [...model.inForce].filter(([, one]) => BAD.test(one.fate)).map(([id]) => `file:${id}/1`);
      const failed = findings.filter(({ outcome, object }) => outcome === 'FAIL' && object.startsWith('file:'));
      expect(new Set(failed.map(({ object }) => object))).toEqual(new Set(bad));
    } else model.passed = true;
  }
}

it('whatever happens to a case, every link of capture is answered, passes only what is in order, and is decided again the same', () => {
  const ends = { CaseChecked: 0, CaseRefused: 0, parked: 0 };
  fc.assert(
    fc.property(fc.boolean(), fc.array(happening, { maxLength: 30, size: 'max' }), (wellBegun, happenings) => {
      const [capture, check] = [new Captured(), new Checking()];
      const model: Model = { inForce: new Map(), steps: new Set(), open: true, passed: false, next: 1 };
      check.take(capture.opened());
      for (const what of wellBegun ? [...WELL_BEGUN, ...happenings] : happenings) {
        const record = happen(capture, model, what);
        if (!record) continue;
        // What is remembered survives being text.
        check.memory = structuredClone({ ...check.memory, state: JSON.parse(JSON.stringify(check.memory.state)) });
        const answer = check.take(record);
        holds(answer, record, model);
        if (answer.did === 'park') ends.parked++;
        else if (answer.says === 'CaseChecked' || answer.says === 'CaseRefused') ends[answer.says]++;
      }
      expect(check.judged()).toEqual([]);
      expect(check.written.map(({ answer }) => answer.link!.seq)).toEqual(check.written.map((_, i) => i));
    }),
    { numRuns: 300 },
  );
  // Every kind of end was reached, and not by luck alone.
  for (const count of Object.values(ends)) expect(count).toBeGreaterThan(10);
});
