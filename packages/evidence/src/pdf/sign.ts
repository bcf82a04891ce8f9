import { createHash } from 'node:crypto';
import type { DigestName } from '../algorithm/index.ts';
import { prepareCms, type Stamp } from '../cms/build.ts';
import { digestFor, type Signer } from '../signature/port.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { isName, PdfDocument } from './document.ts';
import { judgedPdf } from './judged.ts';
import { PdfUpdate } from './update.ts';
import {
  arrayValue,
  dictValue,
  nameValue,
  numberValue,
  type PdfDict,
  PdfFault,
  type PdfRef,
  type PdfValue,
  pdfText,
  textOf,
  textValue,
} from './value.ts';

/** What a signature in a PDF says of itself. */
export interface PdfSignatureWish {
  /** When, by the signer's clock: milliseconds since the epoch. It stands in /M, as PAdES baseline has it. */
  readonly at: number;
  /** Name of the field; must not be there yet. Left out: 归档签章 1, 2, … */
  readonly field?: string;
  readonly name?: string;
  readonly reason?: string;
  readonly location?: string;
  /** Bytes kept for the CMS. Left out: 16,384, enough for a chain of three and a timestamp. */
  readonly reserve?: number;
}

/** A PDF with room for its signature: everything in it is signed but that room. */
export interface PreparedPdf {
  readonly file: Buffer;
  /** [0, start of the room, its end, bytes after it] */
  readonly byteRange: readonly [0, number, number, number];
  /** Digest of what is signed. */
  readonly digest: (algorithm: DigestName) => Buffer;
}

export type PdfSignFailure = 'PDF_FORMAT' | 'PDF_FIELD' | 'PDF_SPACE';

const RANGE_WIDTH = 42;
const FIELD_NAME = '归档签章';

/** The date format of PDF (ISO 32000-1 §7.9.4), in UTC. */
const dateText = (at: number): string => `D:${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;

/** The first page: it carries the widget of a signature nobody sees. */
const firstPage = (document: PdfDocument, catalog: PdfDict): { ref: PdfRef; dict: PdfDict } => {
  let node = catalog.entries.get('Pages');
  for (let depth = 0; depth < 60; depth++) {
    const dict = document.dict(node);
    if (!dict || node?.kind !== 'ref') break;
    if (isName(document.resolve(dict.entries.get('Type')), 'Page')) return { ref: node, dict };
    [node] = document.list(dict.entries.get('Kids'));
  }
  throw new PdfFault('the file has no page');
};

const withEntries = (dict: PdfDict, ...more: readonly (readonly [string, PdfValue])[]): PdfDict =>
  dictValue([...dict.entries, ...more]);

/** The signature dictionary (§12.8.1), with what is filled in later at known places. */
const signatureBody = (wish: PdfSignatureWish, reserve: number): { body: Buffer; range: number; contents: number } => {
  const said: [string, PdfValue][] = [
    ['Type', nameValue('Sig')],
    ['Filter', nameValue('Adobe.PPKLite')],
    ['SubFilter', nameValue('ETSI.CAdES.detached')],
    ['M', textValue(dateText(wish.at))],
    ...(wish.name === undefined ? [] : [['Name', textValue(wish.name)] as [string, PdfValue]]),
    ...(wish.reason === undefined ? [] : [['Reason', textValue(wish.reason)] as [string, PdfValue]]),
    ...(wish.location === undefined ? [] : [['Location', textValue(wish.location)] as [string, PdfValue]]),
  ];
  const head = `<< ${said.map(([key, value]) => `/${key} ${pdfText(value)}`).join(' ')} /ByteRange `;
  const middle = ' /Contents ';
  return {
    body: Buffer.from(`${head}${' '.repeat(RANGE_WIDTH)}${middle}<${'0'.repeat(reserve * 2)}> >>`, 'latin1'),
    range: head.length,
    contents: head.length + RANGE_WIDTH + middle.length,
  };
};

/** Fields of the form that is there, by name. */
const fieldNames = (document: PdfDocument, form: PdfDict | null): Set<string> =>
  new Set(document.list(form?.entries.get('Fields')).map((field) => textOf(document.dict(field)?.entries.get('T'))));

const freeName = (taken: ReadonlySet<string>): string => {
  for (let i = 1; ; i++) if (!taken.has(`${FIELD_NAME} ${i}`)) return `${FIELD_NAME} ${i}`;
};

/**
 * Adds a signature field with room for a signature, as an incremental update: the bytes there were stay as they are. The widget has no extent, so it needs
 * no appearance and changes nothing that is seen (ISO 19005-2 §6.3.3).
 */
export const preparePdf = (pdf: Uint8Array, wish: PdfSignatureWish): Verdict<PreparedPdf, PdfSignFailure> =>
  judgedPdf(() => {
    const document = new PdfDocument(pdf);
    const { num, dict: catalog } = document.catalog();
    const update = new PdfUpdate(document);
    const formRef = catalog.entries.get('AcroForm');
    const form = document.dict(formRef);
    const taken = fieldNames(document, form);
    const field = wish.field ?? freeName(taken);
    if (taken.has(field)) return refuse('PDF_FIELD', `the field ${JSON.stringify(field)} is there already`);
    const reserve = wish.reserve ?? 16_384;
    const { body, range, contents } = signatureBody(wish, reserve);
    const signature = update.putBody(update.take(), body);
    const page = firstPage(document, catalog);
    const widget = update.add(
      dictValue([
        ['Type', nameValue('Annot')],
        ['Subtype', nameValue('Widget')],
        ['FT', nameValue('Sig')],
        ['T', textValue(field)],
        ['V', signature],
        // Print and locked (§12.5.3): PDF/A wants the first and forbids hiding.
        ['F', numberValue(132)],
        ['Rect', arrayValue([0, 0, 0, 0].map(numberValue))],
        ['P', page.ref],
      ]),
    );
    const annotations = document.list(page.dict.entries.get('Annots'));
    update.put(page.ref, withEntries(page.dict, ['Annots', arrayValue([...annotations, widget])]));
    const fields = arrayValue([...document.list(form?.entries.get('Fields')), widget]);
    const newForm = withEntries(form ?? dictValue([]), ['Fields', fields], ['SigFlags', numberValue(3)]);
    if (formRef?.kind === 'ref') update.put(formRef, newForm);
    else update.put({ kind: 'ref', num, gen: 0 }, withEntries(catalog, ['AcroForm', newForm]));
    const { file, places } = update.bytes();
    const at = places.get(signature.num)!;
    const start = at + contents;
    const end = start + reserve * 2 + 2;
    const byteRange = [0, start, end, file.length - end] as const;
    file.write(`[${byteRange.join(' ')}]`.padEnd(RANGE_WIDTH), at + range, 'latin1');
    return pass({
      file,
      byteRange,
      digest: (algorithm) => createHash(algorithm).update(file.subarray(0, start)).update(file.subarray(end)).digest(),
    });
  });

/** Puts the signature into its room. The prepared file is not touched; a new one is given. */
export const embedSignature = (prepared: PreparedPdf, cms: Uint8Array): Verdict<Buffer, 'PDF_SPACE'> => {
  const [, start, end] = prepared.byteRange;
  const room = (end - start - 2) / 2;
  if (cms.length > room) return refuse('PDF_SPACE', `a signature of ${cms.length} bytes for a room of ${room}`);
  const file = Buffer.from(prepared.file);
  file.write(Buffer.from(cms).toString('hex').toUpperCase(), start + 1, 'latin1');
  return pass(file);
};

/**
 * Signs a PDF through a signer's port: PAdES baseline B, or T where `stamp` brings a timestamp over the signature value (ETSI EN 319 142-1).
 * @throws what the port or the authority throws
 */
export const signPdf = async (
  pdf: Uint8Array,
  signer: Signer,
  wish: PdfSignatureWish & { readonly stamp?: Stamp },
): Promise<Verdict<Buffer, PdfSignFailure>> => {
  const prepared = preparePdf(pdf, wish);
  if (!prepared.ok) return prepared;
  const { algorithm, certificates } = signer;
  const cms = prepareCms({ algorithm, certificates, digest: prepared.value.digest(digestFor(algorithm)) });
  const signature = await signer.sign(cms.toSign);
  const timestamp = wish.stamp ? await wish.stamp(signature) : undefined;
  return embedSignature(prepared.value, cms.assemble(signature, timestamp ? { timestamp } : {}));
};
