/** Objects of PDF (ISO 32000-1 §7.3) as they are read from a file: with the bytes they stand at, where somebody must know. */
export type PdfValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | PdfString
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | PdfDict
  | PdfRef
  | PdfStream;

export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Buffer;
  /** Where the string stands in the file, delimiters included. */
  readonly start: number;
  readonly end: number;
}
export interface PdfDict {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<string, PdfValue>;
}
export interface PdfRef {
  readonly kind: 'ref';
  readonly num: number;
  readonly gen: number;
}
export interface PdfStream {
  readonly kind: 'stream';
  readonly dict: PdfDict;
  /** The bytes as they lie, still filtered. */
  readonly raw: Buffer;
}

/** What the readers of this folder throw and their callers turn into a verdict. It never leaves the package. */
export class PdfFault extends Error {}

export const NULL: PdfValue = { kind: 'null' };
export const nameValue = (name: string): PdfValue => ({ kind: 'name', name });
export const numberValue = (value: number): PdfValue => ({ kind: 'number', text: String(value) });
export const arrayValue = (items: readonly PdfValue[]): PdfValue => ({ kind: 'array', items });
export const refValue = (num: number, gen = 0): PdfRef => ({ kind: 'ref', num, gen });
export const dictValue = (entries: Iterable<readonly [string, PdfValue]>): PdfDict => ({
  kind: 'dict',
  entries: new Map(entries),
});
export const stringValue = (bytes: Uint8Array): PdfString => ({
  kind: 'string',
  bytes: Buffer.from(bytes),
  start: -1,
  end: -1,
});
/** A text string (§7.9.2.2): UTF-16 with its mark, so that Chinese names are what they are. */
export const textValue = (text: string): PdfString =>
  stringValue(
    /^[\x20-\x7e]*$/.test(text)
      ? Buffer.from(text, 'latin1')
      : Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, 'utf16le').swap16()]),
  );

/** The text of a text string. */
export const textOf = (value: PdfValue | undefined): string => {
  if (value?.kind !== 'string') return '';
  const { bytes } = value;
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
        .swap16()
        .toString('utf16le')
    : bytes.toString('latin1');
};

const escapedName = (name: string): string =>
  Buffer.from(name, 'latin1').reduce(
    (text, byte) =>
      text +
      (byte < 0x21 || byte > 0x7e || '#()<>[]{}/%'.includes(String.fromCharCode(byte))
        ? `#${byte.toString(16).padStart(2, '0')}`
        : String.fromCharCode(byte)),
    '/',
  );

/** Writes a value. Strings are written in hexadecimal: that cannot go wrong. Streams are written by whoever writes objects. */
export const pdfText = (value: PdfValue): string => {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.text;
    case 'name':
      return escapedName(value.name);
    case 'string':
      return `<${value.bytes.toString('hex').toUpperCase()}>`;
    case 'array':
      return `[${value.items.map(pdfText).join(' ')}]`;
    case 'dict':
      return `<< ${[...value.entries].map(([key, v]) => `${escapedName(key)} ${pdfText(v)}`).join(' ')} >>`;
    case 'ref':
      return `${value.num} ${value.gen} R`;
    case 'stream':
      return `${pdfText(value.dict)} stream`;
  }
};
