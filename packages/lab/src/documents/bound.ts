import { createHash } from 'node:crypto';

export interface JpegPage {
  jpeg: Buffer;
  width: number;
  height: number;
  channels: 1 | 3;
}

/** Scanned pages bound in one PDF (ISO 32000-1), each page a picture as the scanner packed it: what a window's scanner makes of a paper of several leaves. */
export function bind(pages: readonly JpegPage[], dpi: number): Buffer {
  const points = (pixels: number): number => Math.round((pixels / dpi) * 72 * 100) / 100;
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets: number[] = [];
  let at = parts[0]!.length;
  const object = (dictionary: string, stream?: Buffer): void => {
    const head = `${offsets.length + 1} 0 obj\n${dictionary}\n`;
    const bytes = stream
      ? [Buffer.from(`${head}stream\n`), stream, Buffer.from('\nendstream\nendobj\n')]
      : [Buffer.from(`${head}endobj\n`)];
    offsets.push(at);
    for (const one of bytes) at += one.length;
    parts.push(...bytes);
  };
  // Three objects a page, after the catalog and the list of pages: page, its one instruction, its picture.
  const first = (i: number): number => 3 + i * 3;
  object('<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>');
  object(`<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, i) => `${first(i)} 0 R`).join(' ')}]>>`);
  pages.forEach(({ jpeg, width, height, channels }, i) => {
    const [w, h] = [points(width), points(height)];
    const draw = Buffer.from(`q ${w} 0 0 ${h} 0 0 cm /P Do Q`);
    object(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${w} ${h}]/Contents ${first(i) + 1} 0 R/Resources<</XObject<</P ${first(i) + 2} 0 R>>>>>>`,
    );
    object(`<</Length ${draw.length}>>`, draw);
    object(
      `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${channels === 3 ? 'DeviceRGB' : 'DeviceGray'}/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>`,
      jpeg,
    );
  });
  const id = createHash('sha256').update(`${at}/${offsets.join()}`).digest('hex').slice(0, 32);
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${offsets.length + 1}/Root 1 0 R/ID[<${id}><${id}>]>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
