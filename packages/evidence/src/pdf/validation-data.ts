import { pass, type Verdict } from '../verdict.ts';
import { PdfDocument } from './document.ts';
import { judgedPdf } from './judged.ts';
import { PdfUpdate } from './update.ts';
import { arrayValue, dictValue, nameValue, type PdfValue } from './value.ts';

/** What a verifier needs decades from now: certificates and revocation lists, each in DER. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly revocationLists: readonly Uint8Array[];
}

/** Certificates or lists that are looked at: a store of more is made to keep us busy. */
const MAX_STORED = 128;

/** Streams of an array of the DSS, unpacked as far as they are not packed. */
const streamsOf = (document: PdfDocument, list: PdfValue | undefined): Buffer[] =>
  document
    .list(list)
    .slice(0, MAX_STORED)
    .flatMap((item) => {
      const stream = document.stream(item);
      return stream && !stream.dict.entries.has('Filter') ? [stream.raw] : [];
    });

/** What the document security store holds (ETSI EN 319 142-1 §5.4.2). Throws PdfFault. */
export const validationDataOf = (document: PdfDocument): ValidationData => {
  const store = document.dict(document.catalog().dict.entries.get('DSS'));
  return {
    certificates: streamsOf(document, store?.entries.get('Certs')),
    revocationLists: streamsOf(document, store?.entries.get('CRLs')),
  };
};

/**
 * Raises a signed PDF to PAdES baseline LT: the document security store with certificates and revocation lists, as one more incremental update.
 * Those that are in it already stay and are not written again. Of a file that is not signed it makes nothing but a larger one.
 */
export const addValidationData = (pdf: Uint8Array, data: ValidationData): Verdict<Buffer, 'PDF_FORMAT'> =>
  judgedPdf(() => {
    const document = new PdfDocument(pdf);
    const { num, dict: catalog } = document.catalog();
    const update = new PdfUpdate(document);
    const store = document.dict(catalog.entries.get('DSS'));
    const known = validationDataOf(document);
    const listOf = (key: string, have: readonly Uint8Array[], wanted: readonly Uint8Array[]): PdfValue =>
      arrayValue([
        ...document.list(store?.entries.get(key)),
        ...wanted
          .filter(
            (bytes, i) =>
              !have.some((h) => Buffer.compare(h, bytes) === 0) &&
              wanted.findIndex((w) => Buffer.compare(w, bytes) === 0) === i,
          )
          .map((bytes) => update.addStream(bytes)),
      ]);
    const added = update.add(
      dictValue([
        ['Type', nameValue('DSS')],
        ...(store?.entries ?? []),
        ['Certs', listOf('Certs', known.certificates, data.certificates)],
        ['CRLs', listOf('CRLs', known.revocationLists, data.revocationLists)],
      ]),
    );
    update.put({ kind: 'ref', num, gen: 0 }, dictValue([...catalog.entries, ['DSS', added]]));
    return pass(update.bytes().file);
  });
