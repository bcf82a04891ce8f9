/**
 * What it costs to tell what a file is, and to open it: scans as windows make them, documents. CPU of the inspecting processes and of this one, since others may be at work on the
 * machine as well. `node packages/formats/test/bench.ts [files per line]`
 */
import { readFileSync } from 'node:fs';
import { identify, openInspector } from '../src/index.ts';
import { ofd, office } from './documents.ts';
import { bound, page } from './pages.ts';
import { pdf } from './pdfs.ts';
import { specimens } from './specimens.ts';

const count = Number(process.argv[2] ?? 300);
const WORKERS = 2;
/** Of /proc/PID/stat: hundredths of a second. */
const TICK_MS = 10;

const a4 = () => page({ width: 1654, height: 2339, lines: 16, noise: 4 });
const small = () => page({ width: 827, height: 1170, lines: 24, noise: 4 });
const jpeg = await a4().blur(0.6).jpeg({ quality: 45 }).toBuffer();
const files: Record<string, Buffer> = {
  'JPEG, A4 at 200 dpi': jpeg,
  'JPEG, A4 at 100 dpi': await small().jpeg({ quality: 72 }).toBuffer(),
  'PNG grey, A4 at 100 dpi': await page({ width: 827, height: 1170, noise: 0, lines: 40 }).png().toBuffer(),
  'TIFF Group 4, A4 at 200 dpi': await a4()
    .threshold(128)
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1 })
    .toBuffer(),
  'TIFF LZW grey, A4 at 100 dpi': await page({ width: 827, height: 1170, noise: 1 })
    .tiff({ compression: 'lzw' })
    .toBuffer(),
  'PDF of one scan': bound([jpeg]),
  'PDF of three scans': bound([jpeg, await a4().jpeg({ quality: 40 }).toBuffer(), jpeg]),
  'PDF, 2 pages of lines': pdf({ pages: 2 }),
  'PDF, 40 pages of lines': pdf({ pages: 40 }),
  DOCX: office('docx'),
  OFD: ofd(),
};

const all = await specimens();
const began = performance.now();
for (let n = 0; n < 100_000; n += 1) {
  const one = all[n % all.length]!;
  identify(one.bytes, one.name);
}
console.log(`identify: ${((performance.now() - began) / 100).toFixed(1)} µs a file, over ${all.length} kinds`);

const inspector = openInspector({ workers: WORKERS });
await Promise.all(Array.from({ length: WORKERS * 2 }, () => inspector.inspect({ bytes: jpeg })));
const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
const spent = (): number =>
  children.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }, 0);

async function inspected(bytes: Buffer, times: number): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    for (; left > 0; left -= 1) await inspector.inspect({ bytes });
  };
  await Promise.all(Array.from({ length: WORKERS * 2 }, worker));
}

for (const [name, bytes] of Object.entries(files)) {
  await inspected(bytes, 40);
  const [before, own, start] = [spent(), process.cpuUsage(), performance.now()];
  await inspected(bytes, count);
  const { user, system } = process.cpuUsage(own);
  const [theirs, ours, seconds] = [
    (spent() - before) / count,
    (user + system) / 1000 / count,
    (performance.now() - start) / 1000,
  ];
  const { readable } = await inspector.inspect({ bytes });
  console.log(
    `${name.padEnd(30)} ${String(bytes.length).padStart(8)} bytes  ${theirs.toFixed(2)} + ${ours.toFixed(2)} ms CPU  ${Math.round(count / seconds)} files/s now, ${Math.round((WORKERS * 1000) / (theirs + ours))} if ${WORKERS} cores did nothing else  ${readable}`,
  );
}
inspector.close();
