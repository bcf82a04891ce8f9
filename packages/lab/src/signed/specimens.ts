import { embedSignature, preparePdf, signPdf } from '@guidang/evidence';
import { zipped } from '../documents/office/zip.ts';
import { makeSeal, plainOfd, signOfd, signWithSeal } from '../eseal/index.ts';
import { type Hand, House } from './hands.ts';

const DAY = 86_400_000;

/** A file that carries a signature or a seal, good or bad, and what has to be found of it. */
export interface SignedSpecimen {
  /** what is special about it, in words */
  readonly name: string;
  readonly file: string;
  readonly bytes: Buffer;
  /** what GD-1-1 has to say of it; null: nothing beside its digests */
  readonly says:
    | 'SIGNATURES_HOLD'
    | 'SIGNATURE_BROKEN'
    | `SIGNATURE_${'EXPIRED' | 'NOT_TRUSTED' | 'NOT_VERIFIED' | 'CHANGED_AFTER'}`
    | null;
  /** why, as its signature says; null where it simply holds */
  readonly code: string | null;
}

export interface SignedSpecimens {
  /** PEM of those who are to be believed */
  readonly anchors: readonly string[];
  readonly specimens: readonly SignedSpecimen[];
}

/** A page of lines, without a font: it is there to be signed. */
export function plainPdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>',
    `<< /Length 46 >>\nstream\n${'2 w 70 700 m 520 700 l S 70 650 m 400 650 l S'.padEnd(46)}\nendstream`,
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  );
}

/** What lies at a place of the file is put in another's stead, of the same length; the signature is not mended. */
function exchanged(pdf: Buffer, from: RegExp, to: (found: string) => string): Buffer {
  const text = pdf.toString('latin1');
  const found = from.exec(text)![0];
  return Buffer.from(text.replace(found, to(found).padEnd(found.length)), 'latin1');
}

/** The page drawn anew, behind the end of the file. */
function drawnOver(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  const [, previous] = [...text.matchAll(/startxref\s+(\d+)\s+%%EOF/g)].at(-1)!;
  const [, root] = [...text.matchAll(/\/Root (\d+ 0 R)/g)].at(-1)!;
  const body = '4 0 obj\n<< /Length 31 >>\nstream\n9 w 70 700 m 520 100 l S       \nendstream\nendobj\n';
  const table = `xref\n4 1\n${String(pdf.length).padStart(10, '0')} 00000 n \n`;
  const end = `trailer\n<< /Size 99 /Root ${root} /Prev ${previous} >>\nstartxref\n${pdf.length + body.length}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(body + table + end, 'latin1')]);
}

export const held = <T>(verdict: { ok: true; value: T } | { ok: false; code: string }): T => {
  if (!verdict.ok) throw new Error(`the specimen cannot be made: ${verdict.code}`);
  return verdict.value;
};

async function pdfs(seed: string, now: number): Promise<{ anchor: string; specimens: SignedSpecimen[] }> {
  const own = new House(seed, 'ed25519', now);
  const plain = plainPdf();
  const by = async (hand: Hand, at = now): Promise<Buffer> => held(await signPdf(plain, hand, { at }));
  const signed = await by(own.hand('经办单位'));
  const room = (cms: Buffer): Buffer => held(embedSignature(held(preparePdf(plain, { at: now })), cms));
  const stranger = new House(`${seed}/stranger`, 'ed25519', now).hand('他处单位');
  const of = (
    name: string,
    bytes: Buffer,
    says: SignedSpecimen['says'],
    code: string | null = null,
  ): SignedSpecimen => ({ name, file: 'signed.pdf', bytes, says, code });
  return {
    anchor: own.root.toString(),
    specimens: [
      of('a PDF that nobody has signed', plain, null),
      of('a PDF that is signed', signed, 'SIGNATURES_HOLD'),
      of(
        'a PDF with other words than were signed',
        exchanged(signed, /520 700/, () => '520 701'),
        'SIGNATURE_BROKEN',
        'CMS_CONTENT',
      ),
      of(
        'a range that leaves the file',
        exchanged(signed, /\/ByteRange \[[^\]]*\] */, () => '/ByteRange [0 10 20 99999999]'),
        'SIGNATURE_BROKEN',
        'PDF_BYTE_RANGE',
      ),
      of('a page drawn anew after it was signed', drawnOver(signed), 'SIGNATURE_CHANGED_AFTER', 'PDF_CHANGED'),
      of('a signature of somebody unknown', await by(stranger), 'SIGNATURE_NOT_TRUSTED', 'CERTIFICATE_CHAIN'),
      of(
        'a certificate that has ended since',
        await by(own.hand('旧证书', [400, -30]), now - 100 * DAY),
        'SIGNATURE_EXPIRED',
        'CERTIFICATE_VALIDITY',
      ),
      of(
        'a certificate that had ended before',
        await by(own.hand('旧证书', [400, -30])),
        'SIGNATURE_BROKEN',
        'CERTIFICATE_VALIDITY',
      ),
      of(
        'a container that says it is four gigabytes',
        room(Buffer.from('3084ffffffff0609', 'hex')),
        'SIGNATURE_NOT_VERIFIED',
        'CMS_FORMAT',
      ),
      of('a container nested two thousand deep', room(nested(2000)), 'SIGNATURE_NOT_VERIFIED', 'CMS_FORMAT'),
      of(
        'a kind of signature that is not verified',
        exchanged(signed, /\/ETSI\.CAdES\.detached/, () => '/adbe.x509.rsa_sha1'),
        'SIGNATURE_NOT_VERIFIED',
        'PDF_SUBFILTER',
      ),
    ],
  };
}

/** Sequences in sequences. */
function nested(deep: number): Buffer {
  let inner = Buffer.from('0500', 'hex');
  for (let n = 0; n < deep; n += 1) {
    const { length } = inner;
    const head = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 255];
    inner = Buffer.concat([Buffer.from(head), inner]);
  }
  return inner;
}

async function ofds(seed: string, now: number): Promise<{ anchor: string; specimens: SignedSpecimen[] }> {
  const own = new House(seed, 'sm2', now);
  const [maker, clerk, other] = ['制章单位', '经办人', '他人'].map((name) => own.hand(name)) as [Hand, Hand, Hand];
  const seal = makeSeal({
    ...{ id: 'LAB0002', name: '测试业务专用章', maker, holders: [clerk.certificate], picture: Buffer.from('png') },
    ...{ validFrom: now - 100 * DAY, validUntil: now + 100 * DAY },
  });
  const sealedBy = (hand: Hand) =>
    signOfd(plainOfd('准予许可'), {
      type: 'Seal',
      sign: (document, path) => signWithSeal(document, path, seal, hand, now),
    });
  const good = sealedBy(clerk);
  const of = async (
    name: string,
    entries: ReadonlyMap<string, Buffer>,
    says: SignedSpecimen['says'],
    code: string | null = null,
  ): Promise<SignedSpecimen> => ({
    ...{ name, file: 'sealed.ofd', says, code },
    bytes: await zipped([...entries].map(([path, content]) => ({ name: path, content }))),
  });
  const page = 'Doc_0/Pages/Page_0/Content.xml';
  const altered = new Map(good).set(page, Buffer.from(good.get(page)!.toString().replace('准予', '不予')));
  const noise = new Map(good).set('Doc_0/Signs/Sign_0/SignedValue.dat', Buffer.from('3084ffffffff', 'hex'));
  return {
    anchor: own.root.toString(),
    specimens: await Promise.all([
      of('an OFD that nobody has sealed', plainOfd('准予许可'), null),
      of('an OFD that is sealed', good, 'SIGNATURES_HOLD'),
      of('an OFD with other words than were sealed', altered, 'SIGNATURE_BROKEN', 'OFD_DIGEST'),
      of('a seal used by somebody it was not made for', sealedBy(other), 'SIGNATURE_BROKEN', 'ESEAL_HOLDER'),
      of('a seal that is noise', noise, 'SIGNATURE_NOT_VERIFIED', 'ESEAL_FORMAT'),
    ]),
  };
}

/** Office documents with an XML signature of their own, as the programs put it there: not verified here, and never passed over. */
async function offices(): Promise<SignedSpecimen[]> {
  const packed = (main: string, type: string, ...signature: [string, string][]): Promise<Buffer> =>
    zipped(
      [
        [
          '[Content_Types].xml',
          `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
        ],
        [
          '_rels/.rels',
          `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${main}"/></Relationships>`,
        ],
        [main, '<document/>'],
        ...signature,
      ].map(([name, content]) => ({ name: name!, content: content! })),
    );
  const xml =
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/><SignatureValue>AA==</SignatureValue></Signature>';
  const origin: [string, string] = ['_xmlsignatures/sig1.xml', xml];
  const odt = await zipped(
    [
      ['mimetype', 'application/vnd.oasis.opendocument.text'],
      ['content.xml', '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'],
      [
        'META-INF/manifest.xml',
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
      ],
      [
        'META-INF/documentsignatures.xml',
        `<document-signatures xmlns="urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0">${xml}</document-signatures>`,
      ],
    ].map(([name, content]) => ({ name: name!, content: content! })),
  );
  const of = (name: string, file: string, bytes: Buffer, signed = true): SignedSpecimen => ({
    ...{ name, file, bytes },
    ...(signed ? { says: 'SIGNATURE_NOT_VERIFIED', code: 'XML_SIGNATURE' } : { says: null, code: null }),
  });
  const word = ['word/document.xml', 'wordprocessingml.document'] as const;
  return [
    of('a DOCX that nobody has signed', 'signed.docx', await packed(...word), false),
    of('a DOCX with an XML signature', 'signed.docx', await packed(...word, origin)),
    of('a workbook with one', 'signed.xlsx', await packed('xl/workbook.xml', 'spreadsheetml.sheet', origin)),
    of('slides with one', 'signed.pptx', await packed('ppt/presentation.xml', 'presentationml.presentation', origin)),
    of('an ODT with one', 'signed.odt', odt),
  ];
}

/** Signed and sealed files of every sort, by a seed. Those in PDF are the same bytes each time; SM2 draws a number for each signature, so sealed OFDs are not, and say the same. */
export async function signedSpecimens(seed: string, now: number): Promise<SignedSpecimens> {
  const both = await Promise.all([pdfs(seed, now), ofds(seed, now)]);
  return {
    anchors: both.map(({ anchor }) => anchor),
    specimens: [...both.flatMap(({ specimens }) => specimens), ...(await offices())],
  };
}
