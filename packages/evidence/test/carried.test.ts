import { describe, expect, it } from 'vitest';
import { makeSeal, plainOfd, signOfd, signWithSeal } from '../../lab/src/eseal/index.ts';
import {
  type CarriedSignature,
  type CmsTrust,
  embedSignature,
  preparePdf,
  sha256,
  signaturesInOfd,
  signaturesInPdf,
  signPdf,
  sm3,
} from '../src/index.ts';
import { DAY, held, house, keyOf, NOW } from './lab.ts';
import { ONE_PAGE, plainPdf } from './pdfa.ts';

const lab = house('p256');
const trust: CmsTrust = { anchors: [lab.root], at: NOW + DAY, timestamps: lab.trust };
const signer = lab.signer('归档章');
const stamp = async (bytes: Uint8Array) => lab.stamp(sha256(bytes));
const plain = plainPdf(ONE_PAGE);
const signed = held(await signPdf(plain, signer, { at: NOW }));
/** What is said of the one signature there is. */
const only = (found: readonly CarriedSignature[]): CarriedSignature => {
  expect(found).toHaveLength(1);
  return found[0]!;
};
const inPdf = (pdf: Uint8Array, by: CmsTrust = trust) => only(signaturesInPdf(pdf, by));
/** The file with another text in the place of one; the signature is not mended. */
const put = (pdf: Buffer, from: string, to: string): Buffer => {
  const at = pdf.indexOf(from, 0, 'latin1');
  expect(at).toBeGreaterThan(0);
  return Buffer.concat([pdf.subarray(0, at), Buffer.from(to, 'latin1'), pdf.subarray(at + from.length)]);
};
/** Objects put anew behind the file, as another program would. */
const updated = (objects: Readonly<Record<number, string>>): Buffer => {
  const text = signed.toString('latin1');
  let [more, table] = ['', ''];
  for (const [num, body] of Object.entries(objects)) {
    table += `${num} 1\n${String(signed.length + more.length).padStart(10, '0')} 00000 n \n`;
    more += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const [root, previous] = [/\/Root (\d+ 0 R)/.exec(text)![1]!, /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)![1]!];
  const end = `xref\n${table}trailer\n<< /Size 99 /Root ${root} /Prev ${previous} >>\nstartxref\n${signed.length + more.length}\n%%EOF\n`;
  return Buffer.concat([signed, Buffer.from(more + end, 'latin1')]);
};
const rangeOf = (pdf: Buffer): string => /\/ByteRange \[[^\]]*\] */.exec(pdf.toString('latin1'))![0];

describe('a signature inside a PDF', () => {
  it('holds under an anchor, says by which certificate and when, and names nobody', () => {
    const found = inPdf(signed);
    const [certificate] = signer.certificates;
    expect(found).toEqual({
      ...{
        kind: 'signature',
        state: 'holds',
        code: null,
        whole: true,
        claimed: NOW,
        stamped: null,
        revocation: 'unknown',
      },
      certificate: {
        sha256: sha256(certificate!.raw).toString('hex'),
        from: certificate!.validFromDate.getTime(),
        until: certificate!.validToDate.getTime(),
      },
    });
    expect(JSON.stringify(found)).not.toContain('归档章');
  });

  it('that nobody here vouches for holds and is not trusted', () => {
    expect(inPdf(signed, { ...trust, anchors: [] })).toMatchObject({ state: 'not-trusted', code: 'CERTIFICATE_CHAIN' });
  });

  it('of a certificate that has ended is told apart from one that was made after the end', async () => {
    const brief = lab.signer('短期章', 'p256', NOW - DAY, NOW + DAY);
    const later = { ...trust, at: NOW + 30 * DAY };
    const before = held(await signPdf(plain, brief, { at: NOW }));
    expect(inPdf(before, later)).toMatchObject({ state: 'expired', code: 'CERTIFICATE_VALIDITY', claimed: NOW });
    const after = held(await signPdf(plain, brief, { at: NOW + 2 * DAY }));
    expect(inPdf(after, later)).toMatchObject({ state: 'broken', code: 'CERTIFICATE_VALIDITY' });
    const stamped = held(await signPdf(plain, brief, { at: NOW, stamp }));
    expect(inPdf(stamped, later)).toMatchObject({ state: 'holds', stamped: NOW });
  });

  describe('by what lists say of who stamped it', () => {
    const asking = (...lists: Buffer[]): CmsTrust => ({
      ...{ ...trust, revocationLists: lists },
      timestamps: { ...lab.trust, revocationLists: lists },
    });
    const listed = lab.list();

    it('is good where a list covers the authority too, and unknown where none does', async () => {
      const stamped = held(await signPdf(plain, signer, { at: NOW, stamp }));
      expect(inPdf(stamped, asking(listed))).toMatchObject({ state: 'holds', stamped: NOW, revocation: 'good' });
      const withoutItsOwn = { ...asking(listed), timestamps: lab.trust };
      expect(inPdf(stamped, withoutItsOwn)).toMatchObject({ state: 'holds', revocation: 'unknown' });
    });

    it('is told to be revoked where its authority was, and is not called broken', async () => {
      const stamped = held(await signPdf(plain, signer, { at: NOW, stamp }));
      const list = lab.list([
        { certificate: lab.certificate('timestamp', 'Test TSA'), at: new Date(NOW + DAY / 2), reason: 1 },
      ]);
      expect(inPdf(stamped, asking(list))).toMatchObject({
        ...{ state: 'not-verified', code: 'TIMESTAMP_REVOKED', revocation: 'revoked' },
      });
    });

    it('is not asked of an anchor that signs itself', () => {
      const own = { ...trust, anchors: [...signer.certificates], revocationLists: [listed] };
      expect(inPdf(signed, own)).toMatchObject({ state: 'holds', revocation: null });
    });
  });

  it.each<[string, (pdf: Buffer) => Buffer, object]>([
    ['over other words', (pdf) => put(pdf, 'MediaBox', 'MediaBux'), { state: 'broken', code: 'CMS_CONTENT' }],
    [
      'whose range leaves the file',
      (pdf) => put(pdf, rangeOf(pdf), '/ByteRange [0 10 20 99999999]'.padEnd(rangeOf(pdf).length)),
      { state: 'broken', code: 'PDF_BYTE_RANGE' },
    ],
    [
      'whose range is none',
      (pdf) => put(pdf, rangeOf(pdf), '/ByteRange [0 -1 /a (b)]'.padEnd(rangeOf(pdf).length)),
      { state: 'broken', code: 'PDF_BYTE_RANGE' },
    ],
    [
      'of a kind that is not verified here',
      (pdf) => put(pdf, '/ETSI.CAdES.detached', '/adbe.x509.rsa_sha1 '),
      { state: 'not-verified', code: 'PDF_SUBFILTER' },
    ],
  ])('%s', (_, change, says) => {
    expect(inPdf(change(signed))).toMatchObject(says);
  });

  it.each<[string, () => Buffer]>([
    ['says it is four gigabytes', () => Buffer.from('3084ffffffff0609', 'hex')],
    ['is nested five hundred deep', () => nested(500)],
    ['is nothing but zeros', () => Buffer.alloc(16)],
    ['is noise', () => Buffer.from(`30820600${'9f3b7c'.repeat(512)}`, 'hex')],
  ])('whose container %s is not verified, and nothing throws', (_, cms) => {
    const prepared = held(preparePdf(plain, { at: NOW }));
    const file = held(embedSignature(prepared, cms()));
    expect(inPdf(file)).toMatchObject({ state: 'not-verified', code: 'CMS_FORMAT', certificate: null });
  });

  it('that was added to since holds for what was signed, and one that was taken out of sight is told of', () => {
    const drawn = updated({ 4: '<< /Length 7 >>\nstream\n0 0 m S \nendstream' });
    expect(inPdf(drawn)).toMatchObject({ state: 'changed', code: 'PDF_CHANGED', whole: false });
    const hidden = updated({ 1: '<< /Type /Catalog /Pages 2 0 R >>' });
    expect(inPdf(hidden)).toMatchObject({ state: 'not-verified', code: 'PDF_UNREACHED' });
  });

  it('is none where nobody has signed, and one that is not verified where the file cannot be followed', () => {
    expect(signaturesInPdf(plain, trust)).toEqual([]);
    expect(only(signaturesInPdf(Buffer.from('%PDF-1.7 /ByteRange'), trust))).toMatchObject({
      state: 'not-verified',
      code: 'PDF_FORMAT',
    });
  });
});

/** Sequences in sequences. */
const nested = (deep: number): Buffer => {
  let inner = Buffer.from('0500', 'hex');
  for (let n = 0; n < deep; n += 1) {
    const length = inner.length;
    const head = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 255];
    inner = Buffer.concat([Buffer.from(head), inner]);
  }
  return inner;
};

describe('a seal inside an OFD', () => {
  const sm2 = house('sm2', 'SM2 root');
  const hand = (name: string) => ({ certificate: sm2.certificate('seal', name), key: keyOf('sm2', name) });
  const [maker, clerk] = [hand('制章单位'), hand('经办人')];
  const order = {
    ...{ id: 'LAB0001', name: '某市档案馆归档章', maker, holders: [clerk.certificate], picture: Buffer.from('png') },
    ...{ validFrom: NOW - DAY, validUntil: NOW + 100 * DAY },
  };
  const seal = (document: Buffer, path: string) => signWithSeal(document, path, makeSeal(order), clerk, NOW);
  const sealed = signOfd(plainOfd('准予许可'), { type: 'Seal', sign: seal });
  const under: CmsTrust = { anchors: [sm2.root], at: NOW + DAY, timestamps: sm2.trust };
  const inOfd = (entries: Map<string, Buffer>, by = under) => only(signaturesInOfd(entries, by));

  it('holds, and says by which certificate and when', () => {
    expect(inOfd(sealed)).toMatchObject({ kind: 'seal', state: 'holds', whole: true, claimed: NOW });
    expect(inOfd(sealed).certificate!.sha256).toBe(sha256(clerk.certificate.raw).toString('hex'));
    const signature = signOfd(plainOfd('x'), { type: 'Sign', sign: (document) => sm3(document) });
    expect(inOfd(signature)).toMatchObject({ kind: 'signature', state: 'not-verified', code: 'CMS_FORMAT' });
  });

  it.each<[string, (entries: Map<string, Buffer>) => void, object]>([
    [
      'with another page',
      (files) => files.set('Doc_0/Pages/Page_0/Content.xml', Buffer.from('<x/>')),
      { state: 'broken', code: 'OFD_DIGEST' },
    ],
    ['with a file beside it', (files) => files.set('Doc_0/new.xml', Buffer.from('<x/>')), { state: 'changed' }],
    [
      'with a page less',
      (files) => files.delete('Doc_0/Pages/Page_0/Content.xml'),
      { state: 'broken', code: 'OFD_MISSING' },
    ],
    [
      'whose value is noise',
      (files) => files.set('Doc_0/Signs/Sign_0/SignedValue.dat', Buffer.from('3084ffffffff', 'hex')),
      { state: 'not-verified', code: 'ESEAL_FORMAT' },
    ],
  ])('%s', (_, change, says) => {
    const files = new Map(sealed);
    change(files);
    expect(inOfd(files)).toMatchObject(says);
  });

  it('is one of at most thirty-two: a file with more is not verified, so that none is passed over', () => {
    const times = (count: number): Map<string, Buffer> => {
      const list = sealed.get('Doc_0/Signs/Signatures.xml')!.toString();
      const one = /<ofd:Signature [^>]*\/>/.exec(list)![0];
      const more = Array.from({ length: count }, (_, i) => one.replace(/ID="[^"]*"/, `ID="s${i}"`)).join('');
      return new Map(sealed).set('Doc_0/Signs/Signatures.xml', Buffer.from(list.replace(one, more)));
    };
    expect(signaturesInOfd(times(32), under)).toHaveLength(32);
    expect(only(signaturesInOfd(times(33), under))).toMatchObject({
      kind: 'seal',
      state: 'not-verified',
      code: 'OFD_FORMAT',
    });
  });

  it('of an unknown maker is not trusted, of a seal that has ended expired', () => {
    expect(inOfd(sealed, { ...under, anchors: [] })).toMatchObject({ state: 'not-trusted' });
    expect(inOfd(sealed, { ...under, at: NOW + 200 * DAY })).toMatchObject({
      state: 'expired',
      code: 'ESEAL_VALIDITY',
    });
  });
});
