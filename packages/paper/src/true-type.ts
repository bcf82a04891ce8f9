/** The tables of a TrueType font (ISO/IEC 14496-22) as far as a font inside a PDF needs them (ISO 32000-1 §9.9). */
const TABLES = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
type Tag = (typeof TABLES)[number];
type Tables = Readonly<Record<Tag, Buffer>>;

const LOCA_LONG = 1;
const HEAD = { checksumAdjustment: 8, locaFormat: 50 } as const;
const HHEA_METRICS = 34;
const MAXP_GLYPHS = 4;
/** What the checksum of a whole font makes together with `checkSumAdjustment`. */
const MAGIC = 0xb1b0afba;

interface Outline {
  readonly bytes: Buffer;
  /** Advance width and left side bearing as they stand in hmtx. */
  readonly metrics: Buffer;
}

/**
 * Cuts a font to the glyphs a document uses. Done by copying: outlines without composites and without instructions (Noto's CJK fonts have neither) need
 * no decoding, so a font of five hundred characters is cut in the time it takes to copy them.
 */
export class TrueTypeSource {
  readonly #tables: Tables;
  readonly #metrics: number;

  /** @throws RangeError where the font is made otherwise: it could not be cut by copying */
  constructor(file: Buffer, directory: Readonly<Record<string, { offset: number; length: number } | undefined>>) {
    const table = (tag: Tag): Buffer => {
      const at = directory[tag];
      if (!at) throw new RangeError(`the font has no table ${tag}`);
      return file.subarray(at.offset, at.offset + at.length);
    };
    this.#tables = Object.fromEntries(TABLES.map((tag) => [tag, table(tag)])) as Tables;
    if (this.#tables.head.readInt16BE(HEAD.locaFormat) !== LOCA_LONG)
      throw new RangeError('loca is not of long format');
    this.#metrics = this.#tables.hhea.readUInt16BE(HHEA_METRICS);
    if (this.#metrics !== this.#tables.maxp.readUInt16BE(MAXP_GLYPHS))
      throw new RangeError('not every glyph has a width of its own');
  }

  /** @throws RangeError for a composite glyph */
  outline(glyph: number): Outline {
    const { glyf, loca, hmtx } = this.#tables;
    if (glyph >= this.#metrics) throw new RangeError(`the font has no glyph ${glyph}`);
    const bytes = glyf.subarray(loca.readUInt32BE(4 * glyph), loca.readUInt32BE(4 * glyph + 4));
    if (bytes.length > 0 && bytes.readInt16BE(0) < 0) throw new RangeError(`glyph ${glyph} is composite`);
    return { bytes, metrics: hmtx.subarray(4 * glyph, 4 * glyph + 4) };
  }

  /** The file of a font with these outlines under the numbers 0, 1, 2 …; the first is what stands for none (.notdef). */
  fontOf(outlines: readonly Outline[]): Buffer {
    const { head, hhea, maxp } = this.#tables;
    const loca = Buffer.alloc(4 * (outlines.length + 1));
    let at = 0;
    const glyf: Buffer[] = [];
    outlines.forEach(({ bytes }, i) => {
      glyf.push(bytes, PADDING[bytes.length % 4]!);
      at += bytes.length + PADDING[bytes.length % 4]!.length;
      loca.writeUInt32BE(at, 4 * (i + 1));
    });
    const own = { head: Buffer.from(head), hhea: Buffer.from(hhea), maxp: Buffer.from(maxp) };
    own.head.writeUInt32BE(0, HEAD.checksumAdjustment);
    own.hhea.writeUInt16BE(outlines.length, HHEA_METRICS);
    own.maxp.writeUInt16BE(outlines.length, MAXP_GLYPHS);
    return together({
      glyf: Buffer.concat(glyf),
      ...own,
      hmtx: Buffer.concat(outlines.map(({ metrics }) => metrics)),
      loca,
    });
  }
}

/** What brings a length to a multiple of four. */
const PADDING = [0, 3, 2, 1].map((bytes) => Buffer.alloc(bytes));

/** Table directory and tables in the order of their tags, with all checksums. */
function together(tables: Tables): Buffer {
  const header = Buffer.alloc(12 + 16 * TABLES.length);
  header.writeUInt32BE(0x00010000, 0);
  header.writeUInt16BE(TABLES.length, 4);
  const power = Math.floor(Math.log2(TABLES.length));
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * (TABLES.length - 2 ** power), 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  TABLES.forEach((tag, i) => {
    const table = tables[tag];
    const padding = PADDING[table.length % 4]!;
    const at = 12 + 16 * i;
    header.write(tag, at, 'latin1');
    header.writeUInt32BE(checksum(table), at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(table.length, at + 12);
    parts.push(table, padding);
    offset += table.length + padding.length;
  });
  const font = Buffer.concat(parts);
  const headAt = header.readUInt32BE(12 + 16 * TABLES.indexOf('head') + 8);
  font.writeUInt32BE((MAGIC - checksum(font)) >>> 0, headAt + HEAD.checksumAdjustment);
  return font;
}

/** Sum of the big-endian 32-bit words, the last one filled up with zeros. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4)
    sum = (sum + ((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!)) | 0;
  for (let i = whole; i < bytes.length; i++) sum = (sum + (bytes[i]! << (24 - 8 * (i - whole)))) | 0;
  return sum >>> 0;
}
