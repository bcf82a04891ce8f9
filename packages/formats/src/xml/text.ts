import { decoded, type Encoding, encodingOf } from '../text/decode.ts';

const DECLARED = /^(?:\ufeff)?<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/;
const KNOWN: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'utf-16': 'utf-16le',
};

/** The text of an XML document by what it says of its own encoding, or by its bytes where it says nothing; null where neither fits. */
export function xmlText(bytes: Buffer): { readonly text: string; readonly encoding: Encoding } | null {
  const found = encodingOf(bytes);
  const declared = DECLARED.exec(bytes.toString('latin1', 0, 300))?.[1]?.toLowerCase();
  const encoding = found?.startsWith('utf-16') || declared === undefined ? found : (KNOWN[declared] ?? null);
  const text = encoding && decoded(bytes, encoding);
  return encoding && text !== null ? { text, encoding } : null;
}
