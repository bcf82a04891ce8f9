/**
 * What our facts say of PDF/A beside veraPDF's verdict, over its corpus. `node tools/referees/pdfa-gate.ts [FOLDER] [FILES]`: a folder with the corpus; without one it is
 * cloned from GitHub into .local/corpora, where that can be reached. Nothing of it is kept in the repository. Writes the matrix into docs/formats/judged.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FileFacts, openInspector } from '@guidang/formats';
import { Installs } from './installs.ts';
import { javaJudge } from './java-tools.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCUMENT = join(ROOT, 'docs/formats/judged.md');
const CORPUS = 'https://github.com/veraPDF/veraPDF-corpus';
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const [given, most = '600'] = process.argv.slice(2);

/** What PDF/A forbids at every level and our facts show. */
const FORBIDDEN =
  /^(ENCRYPTED|PASSWORD|JAVASCRIPT|LAUNCH_ACTION|RICH_MEDIA|XFA_FORM|FONT_NOT_EMBEDDED|PDF_DAMAGED|NO_PAGES|PAGE_UNREADABLE|PAGE_IMAGE_DAMAGED|TRUNCATED)$/;
/** Files inside are for part 3 and level 4f; other parts of the corpus are judged with that. */
const NO_FILES = /^[12]/;

function corpus(): string {
  if (given !== undefined) return resolve(given);
  const folder = join(ROOT, '.local/corpora/veraPDF-corpus');
  if (existsSync(folder)) return folder;
  const { status } = spawnSync('git', ['clone', '--quiet', '--depth', '1', CORPUS, folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('语料库不可得,请给出本地目录 / the corpus cannot be had: name a local folder');
  return folder;
}

/** The level that a folder of the corpus is about, as veraPDF names it. */
const levelOf = (path: string): string | null => /PDF_A-(\d[abuef]?)/.exec(path)?.[1] ?? null;

function verdictOf(facts: FileFacts, level: string): 'not claimed' | 'forbidden seen' | 'nothing against it' {
  const against = facts.problems.some(
    ({ code }) => FORBIDDEN.test(code) || (code === 'EMBEDDED_FILE' && NO_FILES.test(level)),
  );
  if (against) return 'forbidden seen';
  return facts.pdfa === level ? 'nothing against it' : 'not claimed';
}

const all = globSync('**/*.pdf', { cwd: corpus() })
  .filter((path) => levelOf(path) !== null)
  .sort();
const every = Math.max(1, Math.ceil(all.length / Number(most)));
const chosen = all.filter((_, n) => n % every === 0);
const vera = await javaJudge(new Installs(say), 'verapdf', 'Vera');
if (typeof vera === 'string') throw new Error(vera);
const inspector = openInspector({ workers: 2 });
const cells = new Map<string, number>();
let [labels, asLabelled] = [0, 0];
for (const path of chosen) {
  const file = join(corpus(), path);
  const level = levelOf(path)!;
  const facts = await inspector.inspect({ path: file, name: path });
  const { accepted } = (await vera.ask(level, file)) as { accepted: boolean };
  const label = /-(pass|fail)-/.exec(path)?.[1];
  labels += Number(label !== undefined);
  asLabelled += Number(label !== undefined && (label === 'pass') === accepted);
  const cell = `${verdictOf(facts, level)} | ${accepted ? 'conforms' : 'does not'}`;
  cells.set(cell, (cells.get(cell) ?? 0) + 1);
}
inspector.close();
vera.end();

const at = (ours: string, theirs: string): number => cells.get(`${ours} | ${theirs}`) ?? 0;
const table = [
  `${chosen.length} of ${all.length} files of the corpus (every ${every}th); veraPDF 1.30.2 agrees with the corpus' own labels on ${asLabelled} of ${labels}.`,
  '',
  '| our facts say | veraPDF: conforms | veraPDF: does not |',
  '|---|---|---|',
  ...['nothing against it', 'not claimed', 'forbidden seen'].map(
    (ours) => `| ${ours} | ${at(ours, 'conforms')} | ${at(ours, 'does not')} |`,
  ),
].join('\n');
say(table);
const document = readFileSync(DOCUMENT, 'utf8');
writeFileSync(
  DOCUMENT,
  document.replace(
    /(<!-- verapdf -->\n)[\s\S]*?(<!-- \/verapdf -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  ),
);
