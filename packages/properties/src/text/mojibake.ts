/** What the usual failed conversions leave behind: UTF-8 replacement characters read as GBK, memory never written, a byte order mark read as Latin-1. */
const REMAINS = /锟斤|斤拷|锟藉|烫烫|屯屯屯|ï»¿|�/u;
/** UTF-8 read as Latin-1 or Windows-1252: a leading byte and the bytes that must follow it, as letters. */
const LATIN_BYTES = /[Â-ô][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}/gu;
/** Ideographs of which GB 2312 has the common ones; what a text turns into when its bytes are read as they were meant. */
const COMMON = /[\u4e00-\u9fa5]/gu;

let encoder: ReadonlyMap<string, number> | undefined;

/** GBK by character: the engine can only read it, so the table is made from what it reads. */
function gbk(): ReadonlyMap<string, number> {
  if (encoder) return encoder;
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>([['€', 0x80]]);
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, lead * 256 + trail);
    }
  encoder = table;
  return table;
}

/** The bytes of a text in GBK; undefined where a character has none. */
function gbkBytes(text: string): Uint8Array | undefined {
  const table = gbk();
  const bytes: number[] = [];
  for (const one of text) {
    const code = one.codePointAt(0)! < 0x80 ? one.codePointAt(0)! : table.get(one);
    if (code === undefined) return undefined;
    if (code < 0x100) bytes.push(code);
    else bytes.push(code >> 8, code & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** Ideographs and their punctuation begin with such a byte in UTF-8; almost nothing that is really written does in GBK, so that most texts are told at once. */
const LEADS = new Set([0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xef]);

/** Whether a text of ideographs is UTF-8 that was read as GBK: written down in GBK again it is UTF-8 without a fault, and of common ideographs. */
function readAsGbk(text: string): boolean {
  const beyond = [...text].filter((one) => one.codePointAt(0)! >= 0x80);
  // Two characters of UTF-8 are three of GBK; fewer say nothing.
  if (beyond.length < 3 || !LEADS.has((gbk().get(beyond[0]!) ?? 0) >> 8)) return false;
  const bytes = gbkBytes(text);
  if (!bytes) return false;
  try {
    const meant = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return (meant.match(COMMON) ?? []).length >= 2;
  } catch {
    return false; // no UTF-8: it is what it looks like
  }
}

/** Whether a text looks like one whose bytes were read in the wrong encoding (乱码). A likelihood, for people to look at. */
export function looksGarbled(text: string): boolean {
  if (REMAINS.test(text)) return true;
  if ((text.match(LATIN_BYTES) ?? []).length >= 2) return true;
  return readAsGbk(text);
}
