/** A PDF taken apart at its objects, so that it can be put together again with some of them replaced. */
export interface PdfParts {
  head: Buffer;
  objects: ReadonlyMap<number, Buffer>;
  trailer: string;
}

/** Takes apart a PDF with one classic cross-reference table (ISO 32000-1 §7.5.4), as pdfkit writes it. */
export function takeApart(pdf: Buffer): PdfParts {
  const tail = pdf.toString('latin1', pdf.lastIndexOf('startxref'));
  const table = Number(/startxref\s+(\d+)/.exec(tail)![1]);
  const text = pdf.toString('latin1', table);
  const offsets = [...text.matchAll(/^(\d{10}) \d{5} n ?$/gm)].map(([, offset], i) => ({
    id: i + 1,
    at: Number(offset),
  }));
  const inOrder = offsets.toSorted((a, b) => a.at - b.at);
  const objects = new Map<number, Buffer>();
  inOrder.forEach(({ id, at }, i) => {
    objects.set(id, pdf.subarray(at, inOrder[i + 1]?.at ?? table));
  });
  const trailer = text.slice(text.indexOf('trailer'), text.indexOf('startxref'));
  return { head: pdf.subarray(0, inOrder[0]!.at), objects, trailer };
}

/** A PDF whose larger part never changes: the objects that do come last, then the table of where everything is. */
export class PdfFrame {
  readonly #fixed: Buffer;
  readonly #offsets: number[];
  readonly #trailer: string;

  constructor(parts: PdfParts, replaced: readonly number[]) {
    const fixed: Buffer[] = [parts.head];
    this.#offsets = Array.from({ length: parts.objects.size + 1 }, () => 0);
    let at = parts.head.length;
    for (const [id, bytes] of parts.objects) {
      if (replaced.includes(id)) continue;
      this.#offsets[id] = at;
      fixed.push(bytes);
      at += bytes.length;
    }
    this.#fixed = Buffer.concat(fixed);
    this.#trailer = parts.trailer;
  }

  /** @param id 32 hexadecimal digits that identify the document (ISO 32000-1 §14.4) */
  with(objects: ReadonlyMap<number, Buffer>, id: string): Buffer {
    const offsets = [...this.#offsets];
    const parts = [this.#fixed];
    let at = this.#fixed.length;
    for (const [number, bytes] of objects) {
      offsets[number] = at;
      parts.push(bytes);
      at += bytes.length;
    }
    const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    const trailer = this.#trailer.replace(/\/ID \[[^\]]*\]/, `/ID [<${id}> <${id}>]`);
    parts.push(
      Buffer.from(
        `xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}${trailer}startxref\n${at}\n%%EOF\n`,
      ),
    );
    return Buffer.concat(parts);
  }
}
