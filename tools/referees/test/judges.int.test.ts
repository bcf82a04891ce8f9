import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newRecord, recordBytes, sha256 } from '@guidang/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, dismiss, openBench } from '../bench.ts';
import { Installs } from '../installs.ts';
import type { Judge } from '../judgement.ts';
import { hasPromtool, type PromQuestion } from '../promtool.ts';
import { changed, Exhibits, placeOf } from './exhibits.ts';

/** A judge that accepts everything would be none: each is shown a thing of ours as it is, and with one byte changed. */
const exhibits = new Exhibits();
const PATIENCE_MS = 600_000; // the first time, judges are installed
let bench: Bench;

beforeAll(async () => {
  bench = await openBench({ trust: exhibits.trust }, new Installs());
}, PATIENCE_MS);
afterAll(() => {
  if (bench) dismiss(bench);
  exhibits.clear();
});

const judgeOf = <Question>(
  name: string,
  judge: () => Judge<Question>,
  questions: () => Promise<{ whole: Question; spoilt: Question }>,
): void =>
  it(`${name}: accepted as it is, refused with one byte changed`, async ({ skip }) => {
    const { whole, spoilt } = await questions();
    const judgement = await judge().judge(whole);
    skip(judgement.outcome === 'skipped', `${judgement.judge}: ${judgement.detail}`);
    expect(judgement).toMatchObject({ outcome: 'accepted' });
    expect(await judge().judge(spoilt)).toMatchObject({ outcome: 'refused', detail: expect.stringMatching(/./) });
  });

/** Two files that differ in one byte. */
const both = (name: string, bytes: Buffer, spoilt: Buffer) => {
  expect(spoilt.length).toBe(bytes.length);
  return { whole: exhibits.file(name, bytes), spoilt: exhibits.file(`spoilt-${name}`, spoilt) };
};

describe('a process record', () => {
  judgeOf(
    'veraPDF',
    () => bench.vera,
    async () => {
      const pdf = exhibits.document();
      return both('record.pdf', pdf, changed(pdf, placeOf(pdf, '<pdfaid:part>2') + 14));
    },
  );

  judgeOf(
    'siegfried',
    () => bench.siegfried,
    async () => {
      const pdf = exhibits.document();
      const { whole, spoilt } = both('format.pdf', pdf, changed(pdf, placeOf(pdf, '<pdfaid:part>2') + 14));
      return { whole: { file: whole, puid: 'fmt/477' }, spoilt: { file: spoilt, puid: 'fmt/477' } };
    },
  );

  it('siegfried is not asked about formats that PRONOM does not have', async ({ skip }) => {
    const judgement = await bench.siegfried.judge({ file: exhibits.at('ca.pem'), puid: 'x-ofd/1' });
    skip(judgement.detail.includes('cannot be'), judgement.detail);
    expect(judgement).toMatchObject({ outcome: 'skipped', detail: expect.stringContaining('x-ofd/1') });
  });
});

describe('a seal', () => {
  const manifest = Buffer.from('{"type":"seal-manifest"}');

  judgeOf(
    'jose',
    () => bench.jose,
    async () => {
      const jws = exhibits.signature(manifest);
      return { whole: { jws, payload: manifest }, spoilt: { jws, payload: changed(manifest, 3) } };
    },
  );

  judgeOf(
    'EU DSS, signature',
    () => bench.dss,
    async () => {
      const jws = exhibits.file('manifest.jws', exhibits.signature(manifest));
      const { whole, spoilt } = both('manifest.json', manifest, changed(manifest, 3));
      return { whole: { jws, over: whole }, spoilt: { jws, over: spoilt } };
    },
  );

  judgeOf(
    'Bouncy Castle, evidence record',
    () => bench.ers,
    async () => {
      const { token } = exhibits.token(manifest);
      const record = exhibits.file('record.ers', recordBytes(newRecord('sha256', [[sha256(manifest)]], token)));
      const { whole, spoilt } = both('manifest.json', manifest, changed(manifest, 3));
      return { whole: { record, over: whole }, spoilt: { record, over: spoilt } };
    },
  );

  const tokens = (at: (token: Buffer) => number, to?: (byte: number) => number) => async () => {
    const { token, digest } = exhibits.token(manifest);
    const { whole, spoilt } = both('token.tst', token, changed(token, at(token), to));
    return { whole: { token: whole, digest }, spoilt: { token: spoilt, digest } };
  };
  judgeOf(
    'EU DSS, timestamp',
    () => bench.dss,
    tokens(() => -1),
  );
  judgeOf(
    'openssl ts -verify',
    () => bench.openssl[0]!,
    tokens(() => -1),
  );
  // After the type of the content (id-ct-TSTInfo) come [0] with its length and the OCTET STRING: made constructed, as BER may have it.
  const content = (token: Buffer): number => token.indexOf(Buffer.from('060b2a864886f70d0109100104', 'hex')) + 13;
  const octets = (token: Buffer): number => token.indexOf(0x04, content(token));
  judgeOf(
    'openssl asn1parse',
    () => bench.openssl[1]!,
    tokens(octets, (byte) => byte | 0x20),
  );

  it('of a CA that nobody named is refused by all who look at certificates', async ({ skip }) => {
    const stranger = new Exhibits();
    try {
      const { token, digest } = stranger.token(manifest);
      const question = { token: stranger.file('token.tst', token), digest };
      const jws = stranger.file('manifest.jws', stranger.signature(manifest));
      const over = stranger.file('manifest.json', manifest);
      const judgements = [
        await bench.openssl[0]!.judge(question),
        await bench.dss.judge(question),
        await bench.dss.judge({ jws, over }),
      ];
      const sat = judgements.filter(({ outcome }) => outcome !== 'skipped');
      skip(sat.length === 0, '无人在座 / nobody sits');
      expect(sat.map(({ outcome }) => outcome)).toEqual(sat.map(() => 'refused'));
    } finally {
      stranger.clear();
    }
  });
});

describe('a package', () => {
  const FORM = 'data/申请材料/0001_申请表.pdf';

  judgeOf(
    'bagit-python',
    () => bench.bagit,
    async () =>
      both('bag.zip', await exhibits.package(), await exhibits.packageWith(FORM, (bytes) => changed(bytes, -1))),
  );

  judgeOf(
    'unzip -t',
    () => bench.unzip,
    async () => {
      const zip = await exhibits.package();
      return both('package.zip', zip, changed(zip, placeOf(zip, '%PDF-1.7 申请表')));
    },
  );

  judgeOf(
    'libxml2',
    () => bench.libxml2,
    async () => {
      const path = 'data/基本信息.xml';
      const member = `${exhibits.packageFolder}/${path}`;
      const spoiled = await exhibits.packageWith(path, (bytes) => changed(bytes, placeOf(bytes, '</'), () => 0x20));
      const { whole, spoilt } = both('described.zip', await exhibits.package(), spoiled);
      return { whole: { zip: whole, member }, spoilt: { zip: spoilt, member } };
    },
  );
});

describe('the log', () => {
  judgeOf(
    'tessera fsck',
    () => bench.log,
    async () => {
      for (const folder of ['log', 'spoilt-log']) exhibits.log(folder, 300);
      const bundle = 'spoilt-log/tile/entries/000';
      exhibits.file(bundle, changed(exhibits.read(bundle), -1));
      const url = (folder: string): string => pathToFileURL(exhibits.at(folder)).href;
      return { whole: url('log'), spoilt: url('spoilt-log') };
    },
  );

  // A digit of the size, which the log signed; and in the last line a character of the witness's signature.
  const notes = (at: (note: Buffer) => number) => async () => {
    const note = Buffer.from(exhibits.log('signed', 3));
    return { whole: note.toString(), spoilt: changed(note, at(note)).toString() };
  };
  judgeOf(
    'note verifier of Go, signature of the log',
    () => bench.note,
    notes((note) => placeOf(note, '\n3\n') + 1),
  );
  judgeOf(
    'note verifier of Go, cosignature of the witness',
    () => bench.note,
    notes((note) => note.length - 20),
  );
});

describe('alarm rules and boards', () => {
  const RULES = resolve(import.meta.dirname, '../../../infra/grafana/rules');
  // Building promtool takes minutes: `make referees` does, and where it did these tests ask it.
  const asked = async (question: PromQuestion, skip: (condition: boolean, why: string) => void) => {
    skip(!hasPromtool(), 'promtool: make referees builds it');
    return bench.promtool.judge(question);
  };

  it('promtool: the rules as they are, and not with a bracket less', async ({ skip }) => {
    const text = readFileSync(join(RULES, 'guidang.yml'), 'utf8');
    const spoilt = text.replace('sum by (step) (guidang', 'sum by (step (guidang');
    expect(await asked({ rules: join(RULES, 'guidang.yml') }, skip)).toMatchObject({ outcome: 'accepted' });
    const file = exhibits.file('rules.yml', Buffer.from(spoilt));
    expect(await asked({ rules: file }, skip)).toMatchObject({
      outcome: 'refused',
      detail: expect.stringMatching(/./),
    });
  });

  it('promtool: what they say of made-up series is what they should say', async ({ skip }) => {
    expect(await asked({ tests: join(RULES, 'guidang.test.yml') }, skip)).toMatchObject({ outcome: 'accepted' });
  });

  it('promtool: a question that can be asked, and one that cannot', async ({ skip }) => {
    const question = (expr: string): PromQuestion => ({ questions: [{ title: 'x', expr }] });
    expect(await asked(question('sum(rate(up[5m]))'), skip)).toMatchObject({ outcome: 'accepted' });
    expect(await asked(question('sum(rate(up))'), skip)).toMatchObject({ outcome: 'refused' });
  });
});
