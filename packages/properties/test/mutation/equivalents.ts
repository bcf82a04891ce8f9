/** A fault that changes nothing anybody could see, and why. It is known by its place: file, line as it stands, what stood there and what would stand there. */
export interface Equivalent {
  readonly file: string;
  /** the line, without what stands before and behind it */
  readonly text: string;
  readonly was: string;
  readonly instead: string;
  readonly because: string;
  /** where several on the line are written alike: which one, from 0; left out: all of them */
  readonly nth?: number;
}

const SORTED = '.sort(([a], [b]) => (a < b ? -1 : 1))';
const TOO_LONG = "typeof one.value === 'string' && one.value.length > limit(one) && lengthOf(one) > limit(one);";
const DRAWN = `oneIn > 0 && Number.parseInt(sha256Hex(\`GD-4-7 \${caseNumber}\`).slice(0, 8), 16) % oneIn === 0;`;
const FIRST = 'if (began < (first.get(step) ?? Number.POSITIVE_INFINITY)) first.set(step, began);';

/** Blocks that one another follows at once: what lies behind the end of the first begins the second. */
const FOLLOWED: readonly (readonly [end: string, line: string])[] = [
  ['0x24f', "[0xf8, 0x24f, 'Latin-1 letters, Latin Extended-A and -B: pinyin, Zhuang'],"],
  ['0x2af', "[0x250, 0x2af, 'IPA'],"],
  ['0x2ff', "[0x2b0, 0x2ff, 'modifier letters'],"],
  ['0x36f', "[0x300, 0x36f, 'combining marks'],"],
  ['0x3ff', "[0x370, 0x3ff, 'Greek'],"],
  ['0x61a', "[0x610, 0x61a, 'Arabic marks'],"],
  ['0x9fff', "[0x4e00, 0x9fff, 'CJK'],"],
];

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'items/metadata-length.ts',
    text: TOO_LONG,
    was: 'one.value.length > limit(one)',
    instead: '((one.value.length) >= (limit(one)))',
    because: 'a text has at least as many code units as characters; the comparison behind it decides',
  },
  {
    file: 'items/metadata-length.ts',
    text: TOO_LONG,
    was: "typeof one.value === 'string' && one.value.length > limit(one)",
    instead: "((typeof one.value === 'string') || (one.value.length > limit(one)))",
    because: 'what is no text has no characters, and the comparison behind it decides',
  },
  {
    file: 'items/process-safety.ts',
    text: DRAWN,
    was: 'oneIn > 0',
    instead: '((oneIn) >= (0))',
    because: 'the remainder by 0 is no number, and equals nothing',
  },
  {
    file: 'items/process.ts',
    text: FIRST,
    was: 'began < (first.get(step) ?? Number.POSITIVE_INFINITY)',
    instead: '((began) <= (first.get(step) ?? Number.POSITIVE_INFINITY))',
    because: 'the same moment is written where it stands',
  },
  {
    file: 'rules/canonical.ts',
    text: SORTED,
    was: 'a < b',
    instead: '((a) <= (b))',
    because: 'no two members of an object have one name',
  },
  {
    file: 'rules/canonical.ts',
    text: SORTED,
    was: '1',
    instead: '(1 + 1)',
    because: 'what sorts asks for the sign alone',
  },
  {
    file: 'rules/profile.ts',
    text: 'const RANK: Readonly<Record<Level, number>> = { INFO: 0, WARN: 1, BLOCK: 2 };',
    was: '0',
    instead: '(0 + 1)',
    because: 'only locked items are compared, and these are all BLOCK (rules.test.ts): both levels are below',
  },
  {
    file: 'rules/profile.ts',
    text: 'const RANK: Readonly<Record<Level, number>> = { INFO: 0, WARN: 1, BLOCK: 2 };',
    was: '2',
    instead: '(2 + 1)',
    because: 'nothing stands above BLOCK',
  },
  {
    file: 'rules/rule-set.ts',
    text: 'const ruled = all',
    was: 'all .filter(({ code }) => Object.hasOwn(items, code))',
    instead: '(all)',
    because: 'every base there is has every item (rules.test.ts)',
  },
  ...FOLLOWED.map(([end, text]) => ({
    ...{ file: 'text/scripts.ts', text, was: end, instead: `(${end} + 1)` },
    because: 'the character behind the end of this block begins the next one',
  })),
  {
    file: 'text/mojibake.ts',
    text: "const table = new Map<string, number>([['€', 0x80]]);",
    was: '0x80',
    instead: '(0x80 + 1)',
    because: 'both are bytes that go on in UTF-8, and no common ideograph lies at such a border',
  },
  {
    file: 'text/mojibake.ts',
    text: 'for (let lead = 0x81; lead <= 0xfe; lead++)',
    was: '0xfe',
    instead: '(0xfe + 1)',
    because: 'no byte of UTF-8 is 0xfe or 0xff: what is written with one is no UTF-8, and nobody calls it garbled',
  },
  {
    file: 'text/mojibake.ts',
    text: 'for (let lead = 0x81; lead <= 0xfe; lead++)',
    was: 'lead <= 0xfe',
    instead: '((lead) < (0xfe))',
    because: 'no byte of UTF-8 is 0xfe or 0xff: what is written with one is no UTF-8, and nobody calls it garbled',
  },
  {
    file: 'text/mojibake.ts',
    text: 'for (let trail = 0x40; trail <= 0xfe; trail++) {',
    was: '0xfe',
    instead: '(0xfe + 1)',
    because: 'no byte of UTF-8 is 0xfe or 0xff: what is written with one is no UTF-8, and nobody calls it garbled',
  },
  {
    file: 'text/mojibake.ts',
    text: 'for (let trail = 0x40; trail <= 0xfe; trail++) {',
    was: 'trail <= 0xfe',
    instead: '((trail) < (0xfe))',
    because: 'no byte of UTF-8 is 0xfe or 0xff: what is written with one is no UTF-8, and nobody calls it garbled',
  },
  {
    file: 'text/mojibake.ts',
    text: "if (text.length === 1 && text !== '\\ufffd' && !table.has(text)) table.set(text, lead * 256 + trail);",
    was: "text.length === 1 && text !== '\\ufffd'",
    instead: "((text.length === 1) || (text !== '\\ufffd'))",
    because: 'a text with U+FFFD is garbled before anybody looks here, and no single character is two long',
  },
  {
    file: 'text/mojibake.ts',
    text: 'if (code < 0x100) bytes.push(code);',
    was: '0x100',
    instead: '(0x100 + 1)',
    because: 'codes are 0x80 at most or 0x8140 at least',
  },
  {
    file: 'text/mojibake.ts',
    text: 'if (code < 0x100) bytes.push(code);',
    was: 'code < 0x100',
    instead: '((code) <= (0x100))',
    because: 'codes are 0x80 at most or 0x8140 at least',
  },
  {
    file: 'text/mojibake.ts',
    text: 'const beyond = [...text].filter((one) => one.codePointAt(0)! >= 0x80);',
    was: '0x80',
    instead: '(0x80 + 1)',
    because: 'U+0080 has no bytes in GBK: a text with it is refused behind this line',
  },
  {
    file: 'text/mojibake.ts',
    text: 'const beyond = [...text].filter((one) => one.codePointAt(0)! >= 0x80);',
    was: 'one.codePointAt(0)! >= 0x80',
    instead: '((one.codePointAt(0)!) > (0x80))',
    because: 'U+0080 has no bytes in GBK: a text with it is refused behind this line',
  },
  {
    file: 'text/mojibake.ts',
    text: 'if (beyond.length < 3 || !LEADS.has((gbk().get(beyond[0]!) ?? 0) >> 8)) return false;',
    was: '0',
    instead: '(0 + 1)',
    because: 'neither 0 nor 1 has a leading byte',
    nth: 1,
  },
  {
    file: 'text/private-use.ts',
    text: '...Array.from({ length: 10 }, (_, i): [number, number] => [',
    was: '10',
    instead: '(10 + 1)',
    because: 'the eleventh moves to nothing, as every character that is not named',
  },
  {
    file: 'text/private-use.ts',
    text: '(point >= 0xe000 && point <= 0xf8ff) || (point >= 0xf0000 && point <= 0x10ffff);',
    was: '0x10ffff',
    instead: '(0x10ffff + 1)',
    because: 'there is no character behind the last one',
  },
  {
    file: 'text/scripts.ts',
    text: "[0xc0, 0xd6, 'Latin-1 letters'],",
    was: '0xd6',
    instead: '(0xd6 + 1)',
    because: 'the character behind the end of this block, ×, stands among the single ones',
  },
];
