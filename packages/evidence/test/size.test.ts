import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type CmsTrust,
  childrenOf,
  der,
  encodingOf,
  parseRecord,
  parseRevocationList,
  readDer,
  recordInDer,
  signCms,
  signPdf,
  toDer,
  tokenInDer,
  verifyCms,
  verifyESeal,
  verifyOfd,
  verifyPdf,
} from '../src/index.ts';
import { house, NOW } from './lab.ts';
import { ONE_PAGE, plainPdf } from './pdfa.ts';

/** Inputs that are made to fill memory or time. Each has its answer at once, by name; that they do not end in the runtime's own words is the point. */
const lab = house('p256');
const trust: CmsTrust = { anchors: [lab.root], at: NOW };
const many = (n: number, bytes: Buffer): Buffer => Buffer.alloc(n * bytes.length, bytes);

describe('DER made to fill memory', () => {
  it('of a million members is refused by every door', () => {
    const wide = der.tlvOf(0x31, [many(1_000_000, Buffer.of(0x05, 0x00))]);
    expect(() => readDer(wide)).toThrow(/more than 500000 members/);
    expect(() => toDer(wide)).toThrow(/more than 500000 members/);
    const signed = der.sequence(der.oid('1.2.840.113549.1.7.2'), der.context(0, wide));
    expect(verifyCms(signed, null, trust)).toMatchObject({ code: 'CMS_FORMAT' });
    expect(recordInDer(wide)).toMatchObject({ code: 'RECORD_FORMAT' });
    expect(parseRecord(wide)).toMatchObject({ code: 'RECORD_FORMAT' });
    expect(parseRevocationList(der.sequence(wide))).toMatchObject({ code: 'CRL_FORMAT' });
    expect(verifyESeal(wide, trust)).toMatchObject({ code: 'ESEAL_FORMAT' });
    expect(tokenInDer(wide)).toMatchObject({ code: 'TOKEN_FORMAT' });
  });

  it('of as many members as there may be goes through', () => {
    const wide = der.tlvOf(0x30, [many(400_000, Buffer.of(0x05, 0x00))]);
    expect(toDer(wide)).toEqual(wide);
    expect(childrenOf(readDer(wide))).toHaveLength(400_000);
  });

  it('of open lengths within open lengths is refused', () => {
    expect(() => toDer(many(2_000_000, Buffer.of(0x30, 0x80)))).toThrow(/too deeply/);
  });

  it('with a thousand certificates of one name is refused before any is tried', async () => {
    const cms = await signCms(Buffer.from('x'), lab.signer('归档章'), { attached: true });
    const [kind, wrapped] = childrenOf(readDer(cms, () => false));
    const [version, digests, content, , signers] = childrenOf(childrenOf(wrapped!)[0]!);
    const twins = der.context(0, ...Array.from({ length: 1000 }, () => lab.certificate('seal', '别的').raw));
    const parts = [version, digests, content].map((part) => encodingOf(part!));
    const swollen = der.sequence(
      encodingOf(kind!),
      der.context(0, der.sequence(...parts, twins, encodingOf(signers!))),
    );
    expect(verifyCms(swollen, null, trust)).toMatchObject({
      code: 'CMS_FORMAT',
      detail: expect.stringContaining('1000'),
    });
  });
});

describe('a PDF made to fill memory', () => {
  const refused = (pdf: Buffer): string => {
    const verdict = verifyPdf(pdf, trust);
    return verdict.ok ? 'taken' : `${verdict.code} ${verdict.detail}`;
  };

  it('with a cross-reference of a number nobody has is refused', () => {
    const text = plainPdf(ONE_PAGE).toString('latin1');
    expect(refused(Buffer.from(text.replace(/xref\n0 \d+/, 'xref\n0 99999999'), 'latin1'))).toMatch(
      /PDF_FORMAT .*objects/,
    );
    expect(refused(Buffer.from(text.replace(/xref\n0 \d+/, 'xref\n999999 99'), 'latin1'))).toMatch(/PDF_FORMAT/);
  });

  it('whose cross-reference unpacks to more than the file may is refused', () => {
    const packed = deflateSync(Buffer.alloc(300_000_000), { level: 9 });
    const head = '%PDF-1.7\n';
    const dict = `1 0 obj\n<< /Type /XRef /Size 1 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
    const pdf = Buffer.concat([
      Buffer.from(head + dict),
      packed,
      Buffer.from(`\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`),
    ]);
    expect(refused(pdf)).toMatch(/PDF_FORMAT a stream that cannot be unpacked/);
  });

  it('of a thousand updates is refused', () => {
    let pdf = plainPdf(ONE_PAGE);
    let last = Number(/startxref\n(\d+)/.exec(pdf.toString('latin1'))![1]);
    const updates: Buffer[] = [pdf];
    let length = pdf.length;
    for (let i = 0; i < 1000; i++) {
      const update = Buffer.from(
        `xref\n0 0\ntrailer\n<< /Size 5 /Root 1 0 R /Prev ${last} >>\nstartxref\n${length}\n%%EOF\n`,
      );
      last = length;
      length += update.length;
      updates.push(update);
    }
    pdf = Buffer.concat(updates);
    expect(refused(pdf)).toMatch(/PDF_FORMAT more than 500 updates/);
  });

  it('with a form or pages that contain themselves is refused, or has no page', async () => {
    const own = plainPdf([
      ONE_PAGE[0]!.replace('>>', '/AcroForm << /Fields [5 0 R] >> >>'),
      ...ONE_PAGE.slice(1),
      '<< /T (x) /Kids [5 0 R 5 0 R] >>',
    ]);
    expect(refused(own)).toMatch(/PDF_FORMAT a form without end/);
    const round = plainPdf([ONE_PAGE[0]!, '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']);
    expect(await signPdf(round, lab.signer('归档章'), { at: NOW })).toMatchObject({ code: 'PDF_FORMAT' });
  });
});

describe('XML made to fill time', () => {
  const ofd = (xml: string) => verifyOfd(new Map([['OFD.xml', Buffer.from(xml)]]), trust);

  it('of namespaces without end, or elements within elements, is refused', () => {
    const spaces = Array.from({ length: 1000 }, (_, i) => `xmlns:a${i}="x"`).join(' ');
    expect(ofd(`<a ${spaces}/>`)).toMatchObject({ code: 'OFD_FORMAT', detail: expect.stringContaining('namespaces') });
    expect(ofd('<a>'.repeat(100_000))).toMatchObject({ code: 'OFD_FORMAT', detail: expect.stringContaining('deeply') });
    expect(ofd(`<a b="${'&amp;'.repeat(200_000)}"/>`)).toMatchObject({ code: 'OFD_FORMAT' });
    expect(ofd('&'.repeat(200_000))).toMatchObject({ code: 'OFD_FORMAT' });
  });
});
