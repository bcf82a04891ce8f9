/**
 * Our identification beside siegfried's (PRONOM), over files made by code: every format of the tests, and papers of the laboratory. Writes the matrix into
 * docs/formats/judged.md. `node tools/referees/compare-formats.ts`
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extensionOf, identify } from '@guidang/formats';
import { labCase } from '@guidang/lab/cases';
import { specimens } from '../../packages/formats/test/specimens.ts';
import { Installs } from './installs.ts';
import { LineProgram } from './line-program.ts';
import { pythonPackage } from './python-tools.ts';

const PYGFRIED = '2.2.0';
const CASES = 30;
const DOCUMENT = resolve(import.meta.dirname, '../../docs/formats/judged.md');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Families that an item of a scheme, or GB/T 18894-2016 8.3, lets in, and for which PRONOM has a format. */
const ACCEPTED = new Set(
  'pdf docx xlsx pptx doc xls ppt odt ods odp rtf jpeg png tiff jp2 gif bmp webp heic svg xml json csv txt eml wav mp3 flac mp4 avi mxf dwg dxf step zip'.split(
    ' ',
  ),
);

interface Row {
  readonly family: string;
  readonly ours: string;
  readonly theirs: string;
  readonly agrees: boolean;
  readonly why: string;
}

interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly why: string;
}

async function corpus(): Promise<Sample[]> {
  const samples: Sample[] = (await specimens()).map(({ name, bytes, differs = '' }) => ({ name, bytes, why: differs }));
  for (let n = 0; n < CASES; n += 1) {
    const plan = await labCase('siegfried', n, { kind: 'granted', large: { share: 0, bytes: 0 } });
    for (const file of plan.files) samples.push({ name: file.name, bytes: await file.bytes(), why: '' });
  }
  return samples;
}

const home = await pythonPackage(new Installs(say), 'pygfried', PYGFRIED);
if (typeof home === 'string') throw new Error(home);
const program = new LineProgram(home.python, [join(import.meta.dirname, 'python/siegfried.py')], home.env);
const folder = mkdtempSync(join(tmpdir(), 'guidang-formats-'));
const rows: Row[] = [];
try {
  for (const [n, { name, bytes, why }] of (await corpus()).entries()) {
    const path = join(folder, `${n}.${extensionOf(name) ?? 'none'}`);
    writeFileSync(path, bytes);
    const { puid, family } = identify(bytes, name);
    const { puids = [], basis = '' } = (await program.ask(path)) as { puids?: string[]; basis?: string };
    rmSync(path);
    const byName = /^extension match [^;]*$/.test(basis);
    // Of a file that we do not know, its extension says nothing; of JSON and CSV PRONOM has nothing else.
    const theirs = (byName && puid === null) || puids.length === 0 ? '—' : puids.join(' ');
    const agrees = puid === null ? theirs === '—' : theirs.split(' ').includes(puid);
    rows.push({ family, ours: puid ?? '—', theirs, agrees, why });
  }
} finally {
  program.end();
  rmSync(folder, { recursive: true, force: true });
}

const accepted = rows.filter(({ family }) => ACCEPTED.has(family));
const share = (list: readonly Row[]): string =>
  `${list.filter(({ agrees }) => agrees).length} of ${list.length} (${((list.filter(({ agrees }) => agrees).length / list.length) * 100).toFixed(1)} %)`;
const matrix = [
  ...Map.groupBy(
    rows.filter(({ agrees }) => !agrees),
    ({ family, ours, theirs }) => `${family} | ${ours} | ${theirs}`,
  ),
]
  .map(([cell, list]) => `| ${cell} | ${list.length} | ${list[0]!.why} |`)
  .sort();
const families = [...Map.groupBy(rows, ({ family }) => family)]
  .map(([family, list]) => `${family} ${list.filter(({ agrees }) => agrees).length}/${list.length}`)
  .sort();
const table = [
  `${rows.length} files: agreement on formats we accept ${share(accepted)}, on all ${share(rows)}.`,
  '',
  `By family, agreeing of all: ${families.join(', ')}.`,
  '',
  '| family | ours | siegfried | files | why |',
  '|---|---|---|---|---|',
  ...matrix,
].join('\n');
say(table);
const document = readFileSync(DOCUMENT, 'utf8');
writeFileSync(
  DOCUMENT,
  document.replace(
    /(<!-- siegfried -->\n)[\s\S]*?(<!-- \/siegfried -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  ),
);
