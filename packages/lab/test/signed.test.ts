import type { Finding } from '@guidang/contracts';
import { openInspector } from '@guidang/formats';
import { callsForSomebody, judgeMaterial, type MaterialFacts, rulesOf } from '@guidang/properties';
import { afterAll, describe, expect, it } from 'vitest';
import { revokedSpecimens, type SignedSpecimen, signedSpecimens } from '../src/signed/index.ts';
import { aloneInMaterial } from './judged.ts';

const now = Date.now();
const { anchors, specimens } = await signedSpecimens('signed', now);
const inspector = openInspector({ workers: 1, anchors: { signers: anchors, timestamps: [], revocationLists: [] } });
afterAll(() => inspector.close());

const material = ({ file, bytes }: SignedSpecimen): Promise<MaterialFacts> => aloneInMaterial(bytes, file, inspector);
const rules = rulesOf({ check: { base: 'dat70@2' } });
const calling = (findings: readonly Finding[]) =>
  findings.filter(callsForSomebody).filter(({ item }) => item !== 'GD-LOCAL-SCAN');

describe('a file that was signed before it came', () => {
  it.each(specimens)('$name: $says $code', async (specimen) => {
    const findings = judgeMaterial(rules, await material(specimen));
    const said = findings.filter(({ item, code }) => item === 'GD-1-1' && code !== 'DIGESTS_AGREE');
    const { says, code, file } = specimen;
    expect(said.map((one) => one.code)).toEqual(says === null ? [] : [says]);
    // It fails this item or none, and the evidence says which signature and why.
    // What an office document is beside its signature is not this item's.
    const others = file.endsWith('.pdf') || file.endsWith('.ofd') ? calling(findings) : [...said];
    expect(others).toEqual(says === 'SIGNATURES_HOLD' ? [] : said);
    if (says === 'SIGNATURE_NOT_VERIFIED') expect(said).toMatchObject([{ outcome: 'MANUAL_REVIEW' }]);
    for (const { evidence } of said) {
      expect(evidence).toMatchObject({ signatures: 1 });
      const [line] = (evidence as { found: string[] }).found;
      expect(line).toMatch(code === null ? /^1 (signature|seal) [0-9a-f]{12} / : `${code}`);
    }
    expect(JSON.stringify(findings)).not.toMatch(/经办|旧证书|他处|测试/);
  });

  it('is judged as it was before under the rules of before', async () => {
    const broken = specimens.find(({ says }) => says === 'SIGNATURE_BROKEN')!;
    const findings = judgeMaterial(rulesOf(null), await material(broken));
    expect(calling(findings)).toEqual([]);
  });

  it('is made again the same, where its signature has no chance in it', async () => {
    const again = await signedSpecimens('signed', now);
    const pdfs = ({ file }: SignedSpecimen): boolean => file.endsWith('.pdf');
    expect(again.specimens.filter(pdfs)).toEqual(specimens.filter(pdfs));
    expect(again.specimens.map(({ says }) => says)).toEqual(specimens.map(({ says }) => says));
  });
});

const taken = await revokedSpecimens('signed', now);
describe('who signed a file and was taken back', () => {
  const listed = { lists: [] as readonly Buffer[] };
  const asking = openInspector({
    workers: 1,
    anchors: () => ({ signers: [taken.anchor], timestamps: [], revocationLists: listed.lists }),
  });
  afterAll(() => asking.close());
  const rules4 = rulesOf({ check: { base: 'dat70@4' } });

  it.each(taken.specimens)('$name: $says', async ({ bytes, file, lists, says, more: beside = [], before, code }) => {
    listed.lists = lists;
    const facts = await aloneInMaterial(bytes, file, asking);
    const of = (under: typeof rules4) =>
      judgeMaterial(under, facts).filter((one) => one.item === 'GD-1-1' && one.code !== 'DIGESTS_AGREE');
    const [said, ...more] = of(rules4);
    expect([said!.code, more.map((one) => one.code)]).toEqual([says, beside]);
    const outcomes = {
      SIGNATURES_HOLD: 'PASS',
      SIGNATURE_REVOKED: 'FAIL',
      SIGNATURE_REVOCATION_UNKNOWN: 'WARN',
      SIGNATURE_EXPIRED: 'WARN',
    };
    expect(said!.outcome).toBe(outcomes[says as keyof typeof outcomes] ?? 'MANUAL_REVIEW');
    expect(said!.evidence).toMatchObject({
      lists: lists.length === 0 ? null : expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    if (code !== null) expect(JSON.stringify(said!.evidence)).toContain(code);
    // Rules of before are asked nothing new.
    const rules3 = of(rulesOf({ check: { base: 'dat70@3' } }));
    expect(rules3.map((one) => one.code)).toEqual([before]);
    expect(rules3[0]!.evidence).not.toHaveProperty('lists');
  });
});
