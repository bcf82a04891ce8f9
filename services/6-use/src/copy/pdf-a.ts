import { PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib';
import type { Marks } from './copy.ts';
import type { Intent } from './kept.ts';

export const blankCopy = (): Promise<PDFDocument> => PDFDocument.create({ updateMetadata: false });

const PRODUCER = 'Guidang use';

/**
 * Makes a PDF/A-2b of the document (ISO 19005-2): metadata, output intent, identifier. Every date is that of the request and the identifier is the copy's own,
 * so that the same copy has the same bytes.
 */
export async function archived(document: PDFDocument, marks: Marks, intent: Intent | null): Promise<Uint8Array> {
  const at = new Date(Math.floor(Date.parse(marks.askedAt) / 1000) * 1000);
  document.setTitle(`利用副本 ${marks.referenceCode}`, { showInWindowTitleBar: true });
  document.setSubject(`${marks.verifyUrl}`);
  document.setLanguage('zh-CN');
  document.setCreator(PRODUCER);
  document.setProducer(PRODUCER);
  document.setCreationDate(at);
  document.setModificationDate(at);
  const id = PDFHexString.of(marks.copyId);
  document.context.trailerInfo.ID = document.context.obj([id, id]);
  document.catalog.set(PDFName.of('Lang'), PDFString.of('zh-CN'));
  document.convertToPDFA({
    conformance: '2B',
    ...(intent && {
      iccProfile: intent.profile,
      colorComponents: intent.components,
      outputConditionIdentifier: intent.condition,
    }),
  });
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
