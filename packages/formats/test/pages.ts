import sharp, { type Sharp } from 'sharp';

/** A page as a scanner sees it: grey paper with noise, lines of something like text. The same bytes each time: noise comes from a formula. */
export function page({
  width = 850,
  height = 1200,
  paper = 240,
  ink = 40,
  lines = 24,
  noise = 8,
  turned = 0,
  seed = 1,
} = {}): Sharp {
  const pixels = Buffer.alloc(width * height);
  let state = seed;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = Math.max(0, Math.min(255, paper + ((state >>> 24) * noise) / 255 - noise / 2));
  }
  const slope = Math.tan((turned * Math.PI) / 180);
  for (let line = 0; line < lines; line += 1) {
    const top = Math.round(height * 0.1 + (line * height * 0.8) / Math.max(1, lines));
    for (let x = Math.round(width * 0.12); x < width * 0.88; x += 1) {
      // Words of different lengths, and letters that are not solid.
      if ((x * 7 + line * 131 + seed * 17) % 97 < 20 || (x * 13 + line) % 5 < 2) continue;
      const y = top + Math.round((x - width / 2) * slope);
      for (let row = 0; row < 14; row += 1) {
        const at = (y + row) * width + x;
        if (row % 5 !== 4 && at >= 0 && at < pixels.length) pixels[at] = ink;
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
}

/** Pages bound in one PDF, each a JPEG that fills it, as a scanner's software does. `text`: content drawn over the picture. */
export function bound(jpegs: readonly Buffer[], { text = '', filter = '/DCTDecode' } = {}): Buffer {
  const objects: Buffer[] = [];
  const add = (dictionary: string, stream?: Buffer): void => {
    const head = `${objects.length + 1} 0 obj\n${dictionary}\n`;
    objects.push(
      stream
        ? Buffer.concat([Buffer.from(`${head}stream\n`), stream, Buffer.from('\nendstream\nendobj\n')])
        : Buffer.from(`${head}endobj\n`),
    );
  };
  const first = (n: number): number => 4 + n * 3;
  add('<</Type/Catalog/Pages 2 0 R>>');
  add(`<</Type/Pages/Count ${jpegs.length}/Kids[${jpegs.map((_, n) => `${first(n)} 0 R`).join(' ')}]>>`);
  add('<</Type/Font/Subtype/Type1/BaseFont/SomeFont>>');
  for (const [n, jpeg] of jpegs.entries()) {
    const content = Buffer.from(`q 595 0 0 842 0 0 cm /P Do Q ${text}`);
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${first(n) + 1} 0 R/Resources<</XObject<</P ${first(n) + 2} 0 R>>/Font<</F 3 0 R>>>>>>`,
    );
    add(`<</Length ${content.length}>>`, content);
    add(
      `<</Type/XObject/Subtype/Image/Width 850/Height 1200/ColorSpace/DeviceGray/BitsPerComponent 8/Filter${filter}/Length ${jpeg.length}>>`,
      jpeg,
    );
  }
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let at = parts[0]!.length;
  const rows = objects.map((object) => {
    parts.push(object);
    at += object.length;
    return `${String(at - object.length).padStart(10, '0')} 00000 n \n`;
  });
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
