import { PdfDocument } from './document.ts';
import { type PdfDict, PdfFault, type PdfValue, pdfText } from './value.ts';

/** What a later update did to a file that was signed: nothing but what raising a signature needs, or something else, in words. */
export type Change = string;

const sameValue = (a: PdfValue | undefined, b: PdfValue | undefined): boolean => {
  if (!a || !b) return a === b;
  if (a.kind === 'stream' && b.kind === 'stream') return pdfText(a.dict) === pdfText(b.dict) && a.raw.equals(b.raw);
  return a.kind === b.kind && pdfText(a) === pdfText(b);
};

const sameBut = (before: PdfDict, after: PdfDict, ...allowed: readonly string[]): boolean => {
  const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
  return [...keys].every((key) => allowed.includes(key) || sameValue(before.entries.get(key), after.entries.get(key)));
};

/** Whether a list went on from what it was, and by what. */
const grownBy = (before: readonly PdfValue[], after: readonly PdfValue[]): readonly PdfValue[] | null =>
  after.length >= before.length && before.every((item, i) => sameValue(item, after[i]))
    ? after.slice(before.length)
    : null;

const isEmptyBox = (rect: readonly PdfValue[]): boolean =>
  rect.length === 4 &&
  rect.every((side) => side.kind === 'number') &&
  sameValue(rect[0], rect[2]) &&
  sameValue(rect[1], rect[3]);

/** A signature field nobody sees, and that was not there before. */
const isQuietSignature = (before: PdfDocument, after: PdfDocument, item: PdfValue): boolean => {
  const dict = after.dict(item);
  if (item.kind !== 'ref' || !dict || before.entry(item.num)) return false;
  const type = after.resolve(dict.entries.get('FT'));
  return (
    type.kind === 'name' &&
    type.name === 'Sig' &&
    isEmptyBox(after.list(dict.entries.get('Rect'))) &&
    !dict.entries.has('Kids')
  );
};

const formChange = (
  before: PdfDocument,
  after: PdfDocument,
  old: PdfDict | null,
  now: PdfDict | null,
): Change | null => {
  if (!now) return 'the form is gone';
  const grown = grownBy(before.list(old?.entries.get('Fields')), after.list(now.entries.get('Fields')));
  if (!grown) return 'fields of the form were taken away or changed';
  if (!grown.every((item) => isQuietSignature(before, after, item)))
    return 'a field was added that is no unseen signature';
  return old && !sameBut(old, now, 'Fields', 'SigFlags') ? 'the form was changed' : null;
};

const pageChange = (before: PdfDocument, after: PdfDocument, old: PdfDict, now: PdfDict): Change | null => {
  const grown = grownBy(before.list(old.entries.get('Annots')), after.list(now.entries.get('Annots')));
  if (!grown || !sameBut(old, now, 'Annots')) return 'a page was changed';
  return grown.every((item) => isQuietSignature(before, after, item)) ? null : 'something was put onto a page';
};

const catalogChange = (before: PdfDocument, after: PdfDocument, old: PdfDict, now: PdfDict): Change | null => {
  if (!sameBut(old, now, 'DSS', 'AcroForm', 'Extensions')) return 'the catalogue was changed';
  if (sameValue(old.entries.get('AcroForm'), now.entries.get('AcroForm'))) return null;
  return formChange(before, after, before.dict(old.entries.get('AcroForm')), after.dict(now.entries.get('AcroForm')));
};

/**
 * What the updates after the first `limit` bytes did. Allowed are a document security store, and further signatures whose fields are not seen; each object
 * that was there and is written again is compared with what it was. Everything else is named: this is where content is replaced behind a signature.
 */
export const changesAfter = (after: PdfDocument, limit: number): readonly Change[] => {
  const before = new PdfDocument(after.source, limit);
  const known = before.sections[0]!.offset;
  const later = after.sections.slice(
    0,
    after.sections.findIndex((section) => section.offset === known),
  );
  if (!after.sections.some((section) => section.offset === known))
    return ['the later cross-reference does not go on from the signed one'];
  const root = before.catalog();
  if (after.catalog().num !== root.num) return ['the file has another catalogue'];
  const formRef = root.dict.entries.get('AcroForm');
  const changes: Change[] = [];
  const added = new Set<number>();
  for (const num of new Set(later.flatMap((section) => [...section.entries.keys()]))) {
    const entry = before.entry(num);
    if (!entry || entry.kind === 'free') {
      added.add(num);
      continue;
    }
    const old = before.object(num);
    const now = after.object(num);
    if (sameValue(old, now)) continue;
    const change = ((): Change | null => {
      if (old.kind === 'array' && now.kind === 'array') {
        const grown = grownBy(old.items, now.items);
        return grown?.every((item) => isQuietSignature(before, after, item)) ? null : `object ${num} was replaced`;
      }
      if (old.kind !== 'dict' || now.kind !== 'dict') return `object ${num} was replaced`;
      if (num === root.num) return catalogChange(before, after, old, now);
      if (formRef?.kind === 'ref' && formRef.num === num) return formChange(before, after, old, now);
      const type = before.resolve(old.entries.get('Type'));
      if (type.kind === 'name' && type.name === 'Page') return pageChange(before, after, old, now);
      if (type.kind === 'name' && type.name === 'DSS') return null;
      return `object ${num} was replaced`;
    })();
    if (change !== null) changes.push(change);
  }
  return [...changes, ...filledIn(before, added)];
};

const refsIn = (value: PdfValue, into: Set<number>): void => {
  switch (value.kind) {
    case 'ref':
      into.add(value.num);
      break;
    case 'array':
      for (const item of value.items) refsIn(item, into);
      break;
    case 'dict':
      for (const item of value.entries.values()) refsIn(item, into);
      break;
    case 'stream':
      refsIn(value.dict, into);
  }
};

/**
 * An object that was not there is seen only through one that was there, and those were all compared; unless somebody left a reference to
 * nothing in the file before it was signed, and has now put something there.
 */
const filledIn = (before: PdfDocument, added: ReadonlySet<number>): Change[] => {
  if (added.size === 0) return [];
  const wanted = new Set<number>();
  for (const num of before.numbers()) refsIn(before.object(num), wanted);
  return [...added]
    .filter((num) => wanted.has(num))
    .map((num) => `object ${num}, which was referred to and not there, was filled in`);
};

/** The same, where what cannot be read is a change as well. */
export const changesAfterOrFault = (after: PdfDocument, limit: number): readonly Change[] => {
  try {
    return changesAfter(after, limit);
  } catch (error) {
    if (error instanceof PdfFault) return [`the file as it was signed cannot be read: ${error.message}`];
    throw error;
  }
};
