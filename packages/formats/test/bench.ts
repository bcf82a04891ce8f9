/**
 * What it costs to tell what a file is, and to open it: A4 scans at 200 dpi and small documents.
 * `node packages/formats/test/bench.ts [seconds per line]`
 */
import { identify, openInspector } from '../src/index.ts';
import { ofd, office } from './documents.ts';
import { pdf } from './pdfs.ts';
import { picture, specimens } from './specimens.ts';

const seconds = Number(process.argv[2] ?? 2);
const WORKERS = 2;

/** A scan as a scanner makes it: paper with noise, lines of something dark. */
const scan = () => picture(1654, 2339).blur(2).linear(0.3, 170);
const files: Record<string, Buffer> = {
  'PDF, 2 pages': pdf({ pages: 2 }),
  'PDF, 40 pages': pdf({ pages: 40 }),
  'JPEG, A4 at 200 dpi': await scan().jpeg({ quality: 80 }).toBuffer(),
  'PNG, A4 at 200 dpi': await scan().png().toBuffer(),
  'TIFF LZW, A4 at 200 dpi': await scan().tiff({ compression: 'lzw' }).toBuffer(),
  DOCX: office('docx'),
  OFD: ofd(),
  XML: Buffer.from(`<?xml version="1.0"?><a>${'<b c="1">准予</b>'.repeat(200)}</a>`),
};

async function rate(workers: number, work: () => unknown): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await work();
      done += 1;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: workers }, worker));
  return (done / (performance.now() - start)) * 1000;
}

const all = await specimens();
let next = 0;
const told = await rate(1, () => {
  const one = all[next++ % all.length]!;
  identify(one.bytes, one.name);
});
console.log(`identify: ${told.toFixed(0)} files/s on one thread, over ${all.length} kinds`);

const inspector = openInspector({ workers: WORKERS });
for (const [name, bytes] of Object.entries(files)) {
  await Promise.all([1, 2, 3, 4].map(() => inspector.inspect({ bytes })));
  const facts = await inspector.inspect({ bytes });
  const opened = await rate(WORKERS * 2, () => inspector.inspect({ bytes }));
  console.log(
    `inspect ${name.padEnd(24)} ${String(bytes.length).padStart(8)} bytes  ${opened.toFixed(0).padStart(6)} files/s  ${((WORKERS * 1000) / opened).toFixed(2)} ms  ${facts.readable}`,
  );
}
inspector.close();
