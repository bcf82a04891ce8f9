import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';
import { NoCopy } from './copy.ts';
import { LARGEST } from './sheet.ts';

/** Colours of a PDF/A: what its output intent says. */
export interface Intent {
  readonly profile: Uint8Array;
  readonly components: 1 | 3 | 4;
  readonly condition: string;
}

/** A document whose pages can be taken over as they are. */
export interface Keepable {
  readonly document: PDFDocument;
  readonly pages: readonly PDFPage[];
  /** null: only colours that need none */
  readonly intent: Intent | null;
}

const name = (text: string): PDFName => PDFName.of(text);

/**
 * A PDF/A of parts 1 to 3 whose pages show, by themselves, all there is to see: then its pages make a PDF/A-2b again. Anything else is drawn as a picture: what
 * claims nothing, what has layers, and what has something laid over its pages (stamps, filled-in fields, signatures), which a viewer draws.
 * @returns undefined where it is not such a document
 * @throws NoCopy where it is encrypted
 */
export async function keepable(bytes: Uint8Array): Promise<Keepable | undefined> {
  const document = await parsed(bytes);
  if (document === undefined) return undefined;
  if (document.isEncrypted) throw new NoCopy('ENCRYPTED');
  try {
    const { catalog } = document;
    if (!claimsPdfA(catalog.lookup(name('Metadata'))) || catalog.has(name('OCProperties'))) return undefined;
    const pages = document.getPages();
    if (pages.length === 0 || !pages.every(isPlain)) return undefined;
    return { document, pages, intent: intentOf(catalog.lookup(name('OutputIntents'))) };
  } catch {
    // A document with surprises in its structure is drawn by what is made for such documents.
    return undefined;
  }
}

async function parsed(bytes: Uint8Array): Promise<PDFDocument | undefined> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true, throwOnInvalidObject: true });
  } catch {
    return undefined;
  }
}

function claimsPdfA(metadata: PDFObject | undefined): boolean {
  if (!(metadata instanceof PDFRawStream)) return false;
  const xmp = Buffer.from(decodePDFRawStream(metadata).decode()).toString('utf8');
  return /pdfaid:part(\s*=\s*["']|>\s*)[123]\s*["'<]/.test(xmp);
}

function isPlain(page: PDFPage): boolean {
  const [shown, whole] = [page.getCropBox(), page.getMediaBox()];
  const sides = [shown.width, shown.height].every((side) => side >= 3 && side <= LARGEST);
  const within =
    shown.x >= whole.x &&
    shown.y >= whole.y &&
    shown.x + shown.width <= whole.x + whole.width &&
    shown.y + shown.height <= whole.y + whole.height;
  const unit = page.node.lookup(name('UserUnit'));
  const plainUnit = unit === undefined || (unit instanceof PDFNumber && unit.asNumber() === 1);
  return sides && within && plainUnit && !annotationsOf(page).some(isSeen);
}

const annotationsOf = (page: PDFPage): PDFDict[] => {
  const list = page.node.lookup(name('Annots'));
  if (!(list instanceof PDFArray)) return [];
  return list.asArray().map((one) => page.doc.context.lookup(one, PDFDict));
};

const HIDDEN = 2;
const NO_VIEW = 32;

/** Whether a viewer draws it over the page: it has an appearance, an extent, and is not hidden. */
function isSeen(annotation: PDFDict): boolean {
  if (annotation.lookup(name('AP')) === undefined) return false;
  const flags = annotation.lookup(name('F'));
  if (flags instanceof PDFNumber && (flags.asNumber() & (HIDDEN | NO_VIEW)) !== 0) return false;
  const rect = annotation.lookup(name('Rect'), PDFArray).asRectangle();
  return rect.width !== 0 && rect.height !== 0;
}

function intentOf(intents: PDFObject | undefined): Intent | null {
  if (!(intents instanceof PDFArray)) return null;
  for (let i = 0; i < intents.size(); i += 1) {
    const intent = intents.lookup(i, PDFDict);
    const profile = intent.lookup(name('DestOutputProfile'));
    if (intent.get(name('S')) !== name('GTS_PDFA1') || !(profile instanceof PDFRawStream)) continue;
    const components = profile.dict.lookup(name('N'), PDFNumber).asNumber();
    if (components !== 1 && components !== 3 && components !== 4) continue;
    const condition = intent.lookup(name('OutputConditionIdentifier'));
    const text =
      condition instanceof PDFString || condition instanceof PDFHexString ? condition.decodeText() : 'Custom';
    return { profile: decodePDFRawStream(profile).decode(), components, condition: text };
  }
  return null;
}
