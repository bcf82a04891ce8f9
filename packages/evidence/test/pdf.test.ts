import { beforeAll, describe, expect, it } from 'vitest';
import {
  addValidationData,
  type CmsTrust,
  embedSignature,
  preparePdf,
  sha256,
  sha512,
  signPdf,
  sm3,
  type VerifiedPdfSignature,
  verifyPdf,
} from '../src/index.ts';
import { DAY, held, house, type KeyKind, NOW } from './lab.ts';
import { ONE_PAGE, pdfA, plainPdf, streamedPdf } from './pdfa.ts';

const lab = house('p256');
const trust: CmsTrust = { anchors: [lab.root], at: NOW + DAY, timestamps: lab.trust };
const stamp = async (bytes: Uint8Array) => lab.stamp(sha256(bytes));
const signer = lab.signer('归档章');
const simple = plainPdf(ONE_PAGE);
let document: Buffer;
let signed: Buffer;

const only = (pdf: Uint8Array, by: CmsTrust = trust): VerifiedPdfSignature => {
  const [signature, ...more] = held(verifyPdf(pdf, by));
  expect(more).toEqual([]);
  return signature!;
};
/** An update as somebody else would write it: objects, table, trailer. */
const updated = (pdf: Buffer, objects: Readonly<Record<number, string>>, root = '1 0 R'): Buffer => {
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1'))![1]!;
  let text = '';
  const lines: string[] = [];
  for (const [num, body] of Object.entries(objects)) {
    lines.push(`${num} 1\n${String(pdf.length + text.length).padStart(10, '0')} 00000 n \n`);
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const start = pdf.length + text.length;
  text += `xref\n${lines.join('')}trailer\n<< /Size 99 /Root ${root} /Prev ${previous} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(text, 'latin1')]);
};

beforeAll(async () => {
  document = await pdfA();
  signed = held(await signPdf(simple, signer, { at: NOW, stamp }));
});

describe('a PDF that is signed', () => {
  it('keeps its bytes and the first half of its identity, and says who signed, when, how far', async () => {
    const file = held(await signPdf(document, signer, { at: NOW, reason: '归档', name: '市档案馆', location: '东莞' }));
    expect(file.subarray(0, document.length).equals(document)).toBe(true);
    const ids = [...file.toString('latin1').matchAll(/\/ID \[<([0-9A-F]+)> <([0-9A-F]+)>\]/gi)];
    expect(ids.at(-1)![1]!.toLowerCase()).toBe(ids[0]![1]!.toLowerCase());
    expect(ids.at(-1)![2]).not.toBe(ids[0]![2]);
    expect(only(file)).toMatchObject({ field: '归档签章 1', kind: 'signature', coverage: 'file', level: 'B-B' });
    expect(only(file).signer!.signer.subject).toContain('CN=归档章');
    // The time stands in /M and not among the signed attributes (ETSI EN 319 142-1 §6.3).
    expect(only(file).signer!.signingTime).toBeNull();
  });

  it.each<[KeyKind, string]>([
    ['p256', 'ecdsa-sha256'],
    ['p384', 'ecdsa-sha384'],
    ['rsa', 'rsa-sha256'],
    ['ed25519', 'ed25519'],
    ['sm2', 'sm2-sm3'],
  ])('by a key of %s holds', async (kind, scheme) => {
    const own = house(kind, `Root ${kind}`);
    const file = held(await signPdf(simple, own.signer('签章', kind), { at: NOW }));
    expect(only(file, { anchors: [own.root], at: NOW }).signer).toMatchObject({ scheme });
    expect(verifyPdf(file, { anchors: [lab.root], at: NOW })).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
  });

  it('goes from B over T to LT, and then holds after its certificates have ended', async () => {
    const brief = lab.signer('短期章', 'p256', NOW - DAY, NOW + DAY);
    const t = held(await signPdf(document, brief, { at: NOW, stamp }));
    expect(only(t)).toMatchObject({ level: 'B-T', timestamp: { time: NOW } });
    const data = {
      certificates: [lab.root.raw, ...brief.certificates.map((c) => c.raw)],
      revocationLists: [lab.list()],
    };
    const lt = held(addValidationData(t, data));
    expect(lt.subarray(0, t.length).equals(t)).toBe(true);
    const later = { ...trust, at: NOW + 1000 * DAY, revocationRequired: true };
    expect(only(lt, later)).toMatchObject({ level: 'B-LT', coverage: 'revision' });
    expect(verifyPdf(t, later)).toMatchObject({ code: 'REVOCATION_UNKNOWN' });
    expect(verifyPdf(lt, { anchors: [lab.root], at: NOW + 1000 * DAY })).toMatchObject({
      code: 'CERTIFICATE_VALIDITY',
    });
    // What is in the store already is not written again.
    const twice = held(addValidationData(lt, data));
    expect(twice.length - lt.length).toBeLessThan(1500);
    expect(only(twice, later).level).toBe('B-LT');
  });

  it('can be signed by a second and a third, and every one of them still holds', async () => {
    let file = document;
    for (const name of ['甲', '乙', '丙']) file = held(await signPdf(file, lab.signer(name), { at: NOW, stamp }));
    expect(held(verifyPdf(file, trust)).map((s) => [s.field, s.coverage])).toEqual([
      ['归档签章 1', 'revision'],
      ['归档签章 2', 'revision'],
      ['归档签章 3', 'file'],
    ]);
    expect(await signPdf(file, signer, { at: NOW, field: '归档签章 2' })).toMatchObject({ code: 'PDF_FIELD' });
  });

  it('is had in two halves as well, with the signature made elsewhere in between', async () => {
    const prepared = held(preparePdf(simple, { at: NOW, reserve: 6000 }));
    const [, start, end, rest] = prepared.byteRange;
    const said = Buffer.concat([prepared.file.subarray(0, start), prepared.file.subarray(end, end + rest)]);
    expect(prepared.digest('sha256')).toEqual(sha256(said));
    expect(prepared.digest('sha512')).toEqual(sha512(said));
    expect(prepared.digest('sm3')).toEqual(sm3(said));
    expect(embedSignature(prepared, Buffer.alloc(6001))).toMatchObject({ code: 'PDF_SPACE' });
  });

  it('is updated in the kind of cross-reference it has', async () => {
    const pdf = streamedPdf(ONE_PAGE);
    const file = held(await signPdf(pdf, signer, { at: NOW, stamp }));
    expect(file.toString('latin1', pdf.length)).not.toContain('trailer');
    expect(only(file)).toMatchObject({ coverage: 'file', level: 'B-T' });
  });
});

describe('a signed PDF that somebody changed', () => {
  it('is refused wherever a byte is another', () => {
    const overlooked: number[] = [];
    for (let i = 0; i < signed.length; i += 2) {
      const changed = Buffer.from(signed);
      changed[i]! ^= [1, 0x20, 0x80][i % 3]!;
      const verdict = verifyPdf(changed, trust);
      // A timestamp is not signed by the signer: it can be taken off, and then the signature is one without.
      if (verdict.ok && verdict.value[0]!.level === 'B-T') overlooked.push(i);
    }
    expect(overlooked).toEqual([]);
  }, 90_000);

  it.each<[string, Record<number, string>]>([
    ['the content of a page', { 4: '<< /Length 11 >>\nstream\n0 0 m 8 8 l\nendstream' }],
    ['a page', { 3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << >> >>' }],
    ['the pages', { 2: '<< /Type /Pages /Kids [] /Count 0 >>' }],
    [
      'the catalogue',
      {
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> /OpenAction << /S /JavaScript /JS (x) >> >>',
      },
    ],
  ])('by an update of %s, though the signature itself still holds', (_, objects) => {
    expect(verifyPdf(updated(signed, objects), trust)).toMatchObject({ code: 'PDF_CHANGED' });
  });

  it('by something put onto a page, or a field that is seen', () => {
    const document = signed.toString('latin1');
    const page = /3 0 obj\n(<<[^\n]*\/Annots[^\n]*>>)\n/.exec(document)![1]!;
    const grown = (annotation: string): Buffer =>
      updated(signed, { 3: page.replace(/\/Annots \[([^\]]*)\]/, '/Annots [$1 50 0 R]'), 50: annotation });
    const note = '<< /Type /Annot /Subtype /Text /Rect [0 0 50 50] /Contents (x) >>';
    const seen = '<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [0 0 50 50] >>';
    for (const one of [note, seen]) expect(verifyPdf(grown(one), trust)).toMatchObject({ code: 'PDF_CHANGED' });
  });

  it('by filling in what was referred to and not there when it was signed', async () => {
    const hollow = plainPdf([
      ONE_PAGE[0]!,
      ONE_PAGE[1]!,
      ONE_PAGE[2]!.replace('/Contents 4 0 R', '/Contents [4 0 R 40 0 R]'),
      ONE_PAGE[3]!,
    ]);
    const file = held(await signPdf(hollow, signer, { at: NOW }));
    held(verifyPdf(file, trust));
    const filled = updated(file, { 40: '<< /Length 11 >>\nstream\n0 0 m 1 1 l\nendstream' });
    expect(verifyPdf(filled, trust)).toMatchObject({
      code: 'PDF_CHANGED',
      detail: expect.stringContaining('object 40'),
    });
  });

  it('by a cross-reference that does not go on from the one that was signed', () => {
    const text = signed.toString('latin1');
    const first = /startxref\n(\d+)/.exec(text)![1]!;
    const cut = Buffer.concat([
      signed,
      Buffer.from(`xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${first} >>\nstartxref\n${signed.length}\n%%EOF\n`),
    ]);
    expect(verifyPdf(cut, trust).ok).toBe(false);
  });

  it('by a /ByteRange that leaves out more than the signature, or points elsewhere', async () => {
    const prepared = held(preparePdf(simple, { at: NOW }));
    const text = prepared.file.toString('latin1');
    const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(text)!;
    const [a, b, c] = range.slice(1).map(Number) as [number, number, number];
    for (const other of [
      `[0 ${a - 1} ${b} ${c}]`,
      `[0 ${a} ${b + 1} ${c - 1}]`,
      `[1 ${a} ${b} ${c}]`,
      `[0 ${a} ${b} ${c + 1}]`,
    ]) {
      const file = Buffer.from(
        text.replace(range[0], `/ByteRange ${other}`.padEnd(range[0].length).slice(0, range[0].length + 2)),
        'latin1',
      );
      expect(verifyPdf(file, trust).ok).toBe(false);
    }
  });

  it('by hiding something behind the signature in its room', () => {
    const text = signed.toString('latin1');
    const end = text.indexOf('>', text.indexOf('/Contents <'));
    const hidden = Buffer.from(signed);
    hidden.write('41', end - 2, 'latin1');
    expect(verifyPdf(hidden, trust)).toMatchObject({ code: 'PDF_BYTE_RANGE' });
  });
});

describe('what is no signed PDF', () => {
  it.each<[string, string, Buffer]>([
    ['nobody has signed', 'PDF_UNSIGNED', simple],
    ['is empty', 'PDF_FORMAT', Buffer.alloc(0)],
    ['is something else', 'PDF_FORMAT', Buffer.from('PK\u0003\u0004')],
    ['has no end', 'PDF_FORMAT', simple.subarray(0, simple.length - 20)],
    ['refers to itself', 'PDF_FORMAT', plainPdf(ONE_PAGE, '/Root 1 0 R /Prev 9')],
    ['is encrypted', 'PDF_FORMAT', plainPdf(ONE_PAGE, '/Root 1 0 R /Encrypt << >>')],
    ['is all brackets', 'PDF_FORMAT', plainPdf([`${'['.repeat(9000)}`, ...ONE_PAGE.slice(1)])],
  ])('(%s) is refused as %s', (_, code, pdf) => {
    expect(verifyPdf(pdf, trust)).toMatchObject({ code });
    if (code !== 'PDF_UNSIGNED') expect(preparePdf(pdf, { at: NOW })).toMatchObject({ code: 'PDF_FORMAT' });
  });
});
