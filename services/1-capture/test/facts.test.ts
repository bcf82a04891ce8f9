import type { CapturedFile, CaseEvent, FilesFacts } from '@guidang/contracts';
import { linkBytes } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { ImpossibleFacts } from '../src/rule/facts.ts';
import { audited, captured, found, foundBut, given, refused } from './chain.ts';
import { accepted, added, amended, closed, file, issued, replaced, step } from './events.ts';

const sha = (n: number): string => n.toString(16).padStart(64, '0');
const said = file('a.pdf', { sm3: sha(3), size: 77, pages: 4 });
const taken = captured(said);
const event = (one = said): CaseEvent => added('m1', 'A01', { files: [one] });
const facts = (...files: FilesFacts['files']): FilesFacts => ({ files, countersignature: null });
const changed = (change: Partial<CapturedFile>): FilesFacts => facts({ ...taken, ...change });

describe('facts that no gathering returns are no ground for a decision', () => {
  it('takes the facts that belong to the event', () => {
    expect(given(accepted()).when(event(), facts(taken))).toMatchObject({ do: 'emit' });
  });

  it.each<[string, FilesFacts]>([
    ['another content than the announced', changed({ content: `sha256:${sha(9)}` })],
    ['another SM3', changed({ sm3: sha(9) })],
    ['another size', changed({ size: 78 })],
    ['another name', changed({ name: 'b.pdf' })],
    ['another number of pages', changed({ pages: 5 })],
    ['an empty file', changed({ size: 0 })],
    ['a file less', facts()],
    ['a file more', facts(taken, taken)],
    ['a refusal of another field', facts(refused('a.pdf', 'data.files[1]'))],
    ['a refusal of another file', facts(refused('b.pdf', 'data.files[0]'))],
    ['a countersignature nobody announced', { files: [taken], countersignature: taken }],
  ])('%s', (_, wrong) => {
    expect(() => given(accepted()).when(event(), wrong)).toThrow(ImpossibleFacts);
  });

  it('an empty file, where no size was announced', () => {
    const { size: _, ...rest } = said;
    expect(() => given(accepted()).when(event(rest), changed({ size: 0 }))).toThrow(ImpossibleFacts);
    expect(given(accepted()).when(event(rest), changed({ size: 1 }))).toMatchObject({ do: 'emit' });
  });

  it('a digest announced beside an address holds as well', () => {
    const { content: _, ...rest } = said;
    const fetched = { ...rest, address: 'https://files.example/a.pdf', sha256: sha(1) };
    expect(() => given(accepted()).when(event(fetched), changed({ content: `sha256:${sha(2)}` }))).toThrow(
      ImpossibleFacts,
    );
    expect(given(accepted()).when(event(fetched), changed({ content: `sha256:${sha(1)}` }))).toMatchObject({
      do: 'emit',
    });
  });

  it('a countersignature that was announced must be there', () => {
    const signed = added('m1', 'A01', { files: [said], scan: { confirmed: true, countersignature: file('s.png') } });
    expect(() => given(accepted()).when(signed, facts(taken))).toThrow(ImpossibleFacts);
  });

  it('a closing names an object with every link before it', () => {
    const { when } = given(accepted(), step());
    for (const links of [1, 3]) expect(() => when(closed(), found(closed(), links))).toThrow(ImpossibleFacts);
    expect(when(closed(), found(closed(), 2))).toMatchObject({ do: 'emit' });
  });
});

describe('a chain that was written', () => {
  const whole = () =>
    given(
      accepted(),
      added('m1', 'A01'),
      [added('m2', 'A02'), (e) => foundBut(e, 0)],
      replaced('m2', 'm3', 'A02'),
      step(),
      replaced('m1', 'm4', 'A01'),
      issued('r1'),
      closed(),
      amended(),
      added('m5', 'A90'),
      closed('refused'),
    ).chain;

  it('is decided again from nothing, byte for byte', () => {
    const { outputs, inputs } = whole();
    expect(outputs).toHaveLength(11);
    expect(audited(outputs, inputs)).toEqual([]);
  });

  it.each(Array.from({ length: 11 }, (_, i) => i))(
    'link %i: changed facts or a changed body are found, and the link named',
    (at) => {
      const { outputs, inputs, links } = whole();
      const link = structuredClone(links[at]!) as unknown as { facts: Record<string, unknown>; body: object };
      const spoilt: object[] = [spoil(link.body)];
      if (Object.keys(link.facts).length > 0) spoilt.push(spoil(link.facts));
      for (const part of spoilt) {
        const forged = { ...link, ...(part === spoilt[0] ? { body: part } : { facts: part }) };
        const value = linkBytes(forged as unknown as Parameters<typeof linkBytes>[0]);
        const findings = audited(
          outputs.slice(0, at + 1).map((output, i) => (i === at ? { ...output, value } : output)),
          inputs,
        );
        expect(findings.map(({ code }) => code)).toEqual(['DECISION_DIFFERS']);
      }
    },
  );
});

/** The same JSON with one number, flag or digest in it changed, so that it still passes its contract. */
function spoil(value: object): object {
  const text = JSON.stringify(value);
  const digest = /[0-9a-f]{64}/.exec(text)?.[0];
  if (digest !== undefined) return JSON.parse(text.replace(digest, 'f00d'.repeat(16)));
  if (text.includes('NOT_FOUND')) return JSON.parse(text.replace('NOT_FOUND', 'FETCH_REFUSED'));
  const round = /"round":(\d)/.exec(text);
  if (round) return JSON.parse(text.replace(round[0], `"round":${Number(round[1]) + 1}`));
  return JSON.parse(text.replace('staff-7', 'staff-8'));
}
