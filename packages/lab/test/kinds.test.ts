import type { CaseEvent } from '@guidang/contracts';
import { openInspector } from '@guidang/formats';
import { isRefusal, judgeMaterial, rulesOf } from '@guidang/properties';
import { afterAll, describe, expect, it } from 'vitest';
import { CASE_KINDS, type CaseKind, DEFAULTS, KINDS, labCase } from '../src/cases/index.ts';
import { MATTERS } from '../src/matters/index.ts';
import { takenIn } from './dossier.ts';
import { aloneInMaterial, judged } from './judged.ts';

const inspector = openInspector();
afterAll(() => inspector.close());

/** Each kind with each of its variants, for matters of both sorts: those whose scheme refuses what is unlisted, and those that let it pass. */
const TOLD = CASE_KINDS.flatMap((kind) => {
  const variants: readonly (string | undefined)[] =
    KINDS[kind].variants.length > 0 ? KINDS[kind].variants : [undefined];
  return variants.flatMap((variant) => [0, 1, 2].map((index) => ({ kind, variant, index })));
});
const plan = (kind: CaseKind, variant: string | undefined, index: number) =>
  labCase('told', index, {
    kind,
    files: 12,
    ...(variant !== undefined && { variant }),
    ...(kind !== 'submission' && { matter: MATTERS[(index * 5 + CASE_KINDS.indexOf(kind)) % MATTERS.length]!.id }),
  });

describe('a case of a kind', () => {
  it.each(TOLD)(
    '$kind $variant ($index) comes to what is expected of it, and to nothing worse',
    async ({ kind, variant, index }) => {
      const told = await plan(kind, variant, index);
      const { rounds, refused, ended } = await takenIn(told);
      const findings = await judged(told, DEFAULTS.now, inspector, null);
      const { ends, findings: expected, refusals } = told.expect;

      expect(refused).toEqual(refusals.map(({ material }) => material));
      // The scanner's findings are the scanner's to make: see virus.int.test.ts.
      const byTheEngine = expected.filter(({ item }) => item !== 'GD-4-2');
      for (const { round, ...finding } of byTheEngine)
        expect(findings[round - 1]).toContainEqual(expect.objectContaining(finding));
      findings.forEach((ofRound, i) => {
        const unexpected = ofRound.filter(
          (one) =>
            isRefusal(one) &&
            !byTheEngine.some(
              ({ round, item, object }) => round === i + 1 && item === one.item && object === one.object,
            ),
        );
        expect(unexpected).toEqual([]);
      });
      const refusing = expected.filter(({ outcome }) => outcome === 'FAIL').map(({ round }) => round);
      if (ends === 'stored' || ends === 'refused') {
        expect(ended).toBe('closed');
        expect(refusing.includes(rounds.length)).toBe(ends === 'refused');
      } else {
        expect(ended).toBe(ends === 'withdrawn' ? 'withdrawn' : 'open');
        expect(rounds).toEqual([]);
      }
    },
  );

  it('counts what it handed over rightly, unless it does not know better', async () => {
    for (const kind of CASE_KINDS.filter((one) => one !== 'wrong-digest')) {
      const { rounds } = await takenIn(await plan(kind, undefined, 1));
      for (const { closing, materials } of rounds) {
        const files = materials.flatMap((one) => one.files);
        expect(closing).toMatchObject({
          materials: materials.length,
          files: files.length,
          bytes: files.reduce((sum, { size }) => sum + size, 0),
        });
      }
    }
  });
});

const types = (events: readonly CaseEvent[]): string[] => events.map(({ type }) => type);

describe('what is said in a case', () => {
  it('ends as its outcome is: a licence, a decision, or neither', async () => {
    const ofOutcome = async (kind: CaseKind) => (await takenIn(await plan(kind, undefined, 0))).rounds[0]!;
    const [granted, refused, ended] = await Promise.all(
      ['granted', 'refused', 'ended'].map((kind) => ofOutcome(kind as CaseKind)),
    );
    expect([granted, refused, ended].map((one) => one!.closing.outcome)).toEqual(['granted', 'refused', 'ended']);
    expect([granted, refused, ended].map((one) => one!.results.length)).toEqual([1, 1, 0]);
    expect(granted!.materials.at(-1)!.item).toBe('C01');
    expect(refused!.materials.at(-1)!.item).toBe('C02');
  });

  it('is mended after a first closing, where it is amended', async () => {
    const said = types((await plan('amended', undefined, 0)).events);
    expect(said.slice(-4)).toEqual(['case.closed', 'case.amended', 'case.material.added', 'case.closed']);
  });

  it('is replaced while the case is open, and stays in the dossier', async () => {
    const [round] = (await takenIn(await plan('replaced', undefined, 0))).rounds;
    expect(round!.superseded).toHaveLength(1);
    expect(round!.materials.map(({ material }) => material)).toContain(`${round!.superseded[0]!.material}-2`);
  });

  it('has a scan that nobody can read, which is found as it comes, and is scanned again', async () => {
    const told = await plan('replaced', 'unreadable', 0);
    const [round] = (await takenIn(told)).rounds;
    const [gone] = round!.superseded;
    const file = told.files.find(({ content }) => content === gone!.files[0]!.content)!;
    const facts = await aloneInMaterial(await file.bytes(), file.name, inspector);
    const failed = judgeMaterial(rulesOf(told.scheme), facts).filter(isRefusal);
    expect(failed.map(({ item, code }) => `${item} ${code}`)).toEqual([
      'GD-2-7 CONTENT_INCOMPLETE',
      'GD-3-4 UNREADABLE',
    ]);
  });

  it('ends with the withdrawal', async () => {
    expect(types((await plan('withdrawn', undefined, 0)).events).at(-1)).toBe('case.withdrawn');
  });

  it('leaves out the steps nobody recorded', async () => {
    const early = await plan('closed-too-early', undefined, 0);
    const steps = early.events.flatMap((event) => (event.type === 'case.step.recorded' ? [event.data.step] : []));
    expect(steps).not.toContain('decide');
    expect(types(early.events).at(-1)).toBe('case.closed');
  });
});
