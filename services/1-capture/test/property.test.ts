import { CaptureLink, type CaseEvent, Feedback, isLegalOrder } from '@guidang/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaptureFacts } from '../src/decide.ts';
import { filesOf } from '../src/rule/announced.ts';
import { audited, Chain, foundBut } from './chain.ts';
import { accepted, added, amended, closed, file, issued, reformed, replaced, step, withdrawn } from './events.ts';

/** Few names, so that they meet: identifiers in use, superseded, refused, unknown; items full and unlisted; ids seen before. */
const material = fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5');
const item = fc.constantFrom('A01', 'A02', 'A90', 'B01', 'C01', 'Z99', null);
const more = fc.record({
  files: fc.integer({ min: 1, max: 3 }).map((n) => Array.from({ length: n }, (_, i) => file(`f${i}.pdf`))),
  ...{
    scan: fc.constantFrom(undefined, { confirmed: true, countersignature: file('sign.png') }, { confirmed: false }),
  },
});
const plain = ({ files, scan }: { files: object[]; scan: object | undefined }) => ({ files, ...(scan && { scan }) });

const event: fc.Arbitrary<CaseEvent> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom({}, { scheme: { id: 'none', version: 1 } }).map((c) => accepted(c)) },
  { weight: 40, arbitrary: fc.tuple(material, item, more).map(([id, code, m]) => added(id, code, plain(m))) },
  {
    weight: 30,
    arbitrary: fc.tuple(material, material, item, more).map(([old, id, code, m]) => replaced(old, id, code, plain(m))),
  },
  { weight: 5, arbitrary: fc.constantFrom('f1.json', 'f2.json').map((name) => reformed(name)) },
  { weight: 10, arbitrary: fc.tuple(material, item, more).map(([id, code, m]) => issued(id, code, plain(m))) },
  { weight: 10, arbitrary: fc.constant(undefined).map(() => step()) },
  { weight: 5, arbitrary: fc.constantFrom('granted', 'refused', 'ended').map((outcome) => closed(outcome as 'ended')) },
  { weight: 5, arbitrary: fc.constant(undefined).map(() => amended()) },
  { weight: 2, arbitrary: fc.constant(undefined).map(() => withdrawn()) },
);

/** An event, or one of before again; and which of its files cannot be taken in. */
const happening = fc.record({
  event,
  repeat: fc.option(fc.nat(30), { freq: 8 }),
  bad: fc.oneof({ weight: 3, arbitrary: fc.constant<number[]>([]) }, { weight: 1, arbitrary: fc.array(fc.nat(3)) }),
});
const begun = fc.nat(9).map((n) => n > 0);

const facts = (one: CaseEvent, bad: number[]): CaptureFacts | undefined =>
  filesOf(one).files.length > 0 ? foundBut(one, ...bad) : undefined;

it('whatever comes in whatever order: no throw, a legal order, every link by its contract, and the same again byte for byte', () => {
  const types = new Set<string>();
  const reasons = new Set<string>();
  fc.assert(
    fc.property(begun, fc.array(happening, { maxLength: 40, size: 'max' }), (accept, happenings) => {
      const chain = new Chain();
      if (accept) chain.take(accepted());
      const sent: CaseEvent[] = [];
      for (const { event, repeat, bad } of happenings) {
        const one = repeat === null ? event : (sent[repeat % Math.max(1, sent.length)] ?? event);
        sent.push(one);
        const before = structuredClone(chain.state);
        // `take` opens every link by its contract and has it decided again; it throws where either fails.
        const took = chain.take(one, facts(one, bad));
        if (took.do === 'emit') {
          types.add(took.link.type);
          for (const told of took.told) Feedback.parse(told);
        } else {
          reasons.add(took.reason);
          expect(chain.state).toEqual(before);
        }
      }
      const order = [null, ...chain.links.map(({ type }) => type)];
      for (const [i, link] of chain.links.entries()) {
        expect(isLegalOrder(order[i]!, link.type)).toBe(true);
        expect(CaptureLink.parse(link)).toEqual(link);
        expect(link.seq).toBe(i);
      }
      expect(new Set(chain.links.map(({ id }) => id)).size).toBe(chain.links.length);
      expect(audited(chain.outputs, chain.inputs)).toEqual([]);
      // What the cache keeps as text is the state itself.
      expect(JSON.parse(JSON.stringify(chain.state))).toEqual(chain.state);
      soundDossier(chain);
    }),
    { numRuns: 300, seed: 20_260_301 },
  );
  // The runs reach everything capture can say of a case, but for what takes more events than they have.
  expect(types.size).toBe(10);
  expect([...reasons].toSorted()).toEqual([
    'CASE_ALREADY_OPEN',
    'CASE_CLOSED',
    'CASE_OPEN',
    'CASE_UNKNOWN',
    'CASE_WITHDRAWN',
    'DUPLICATE',
    'MATERIAL_EXISTS',
    'MATERIAL_UNKNOWN',
    'SCHEME_UNKNOWN',
  ]);
});

/** No identifier twice, nothing lost: what was captured is in force or superseded, and what is refused is neither. */
function soundDossier({ state, links }: Chain): void {
  const held = [...state.materials, ...state.superseded].map(({ material }) => material);
  expect(new Set(held).size).toBe(held.length);
  const brought = links.filter(
    ({ type, body }) =>
      typeof (body as { material?: unknown }).material === 'object' || (type === 'FormCaptured' && body.superseded),
  );
  expect(held.length).toBe(brought.length);
  for (const { material } of state.refused) expect(held).not.toContain(material);
}
