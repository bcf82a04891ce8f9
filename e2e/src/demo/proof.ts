import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guidang, ROOT, short } from './audit.ts';
import { bold, dim, green, item, red } from './tell.ts';

const BY_HAND = 'docs/verify-by-hand.md';

/** What the demo writes down about one verifier: what it said of the proof, and of the same with a letter changed. */
export interface Opinion {
  readonly verifier: 'guidang' | 'python' | 'by-hand';
  readonly holds: boolean;
  readonly refusesSpoilt: boolean;
}

interface Said {
  readonly code: number;
  readonly out: string;
}

/** The three who check: programs that share no line with one another. */
const VERIFIERS = {
  guidang: {
    words: '本系统的程序 / ours',
    shown: (proof, anchors) => `$ pnpm guidang verify ${short(proof)} --anchors ${short(anchors)}`,
    ask: (proof, anchors) =>
      run(process.execPath, [`${ROOT}/packages/auditor/src/main.ts`, 'verify', proof, '--anchors', anchors]),
  },
  python: {
    words: '第二核验程序，Python 标准库与 openssl / a second verifier, from the published formats alone',
    shown: (proof, anchors) => `$ python3 verifiers/python/verify.py --anchors ${short(anchors)} ${short(proof)}`,
    ask: (proof, anchors) => run('python3', ['-B', `${ROOT}/verifiers/python/verify.py`, '--anchors', anchors, proof]),
  },
  'by-hand': {
    words: '徒手：unzip、sha256sum、openssl / by hand',
    shown: () => `$ ${BY_HAND}  逐条命令 / its commands as they stand`,
    ask: byHand,
  },
} satisfies Record<
  Opinion['verifier'],
  {
    words: string;
    shown(proof: string, anchors: string): string;
    ask(proof: string, anchors: string): Promise<Said>;
  }
>;

/** The proof of a case, made from the dump, opened and checked by three; and spoilt by one letter, which each has to refuse. */
export async function proveThrice(name: string, dump: string, anchors: string, out: string): Promise<Opinion[]> {
  await guidang('prove', name, '--dump', dump, '--out', out);
  const spoilt = out.replace(/\.proof\.zip$/, '.spoilt.zip');
  await writeFile(spoilt, oneLetterChanged(readFileSync(out)));
  const opinions: Opinion[] = [];
  for (const [verifier, { words, shown, ask }] of Object.entries(VERIFIERS)) {
    item(bold(words));
    item(dim(shown(out, anchors)));
    const whole = await ask(out, anchors);
    for (const line of whole.out.trim().split('\n')) item(`   ${line}`);
    const broken = await ask(spoilt, anchors);
    const [holds, refusesSpoilt] = [whole.code === 0, broken.code !== 0];
    item(
      `   ${holds ? green('成立 it holds') : red('不成立 it does not hold')}  ${refusesSpoilt ? green('改动一字即不成立 one letter changed: refused') : red('改动一字未发现 one letter changed: not seen')}`,
    );
    opinions.push({ verifier: verifier as Opinion['verifier'], holds, refusesSpoilt });
  }
  await rm(spoilt);
  return opinions;
}

/** The first digest in the archive is another one. */
function oneLetterChanged(proof: Buffer): Buffer {
  const spoilt = Buffer.from(proof);
  const at = spoilt.indexOf('"sha256"') + '"sha256": "'.length;
  spoilt[at] = spoilt[at] === 0x30 ? 0x31 : 0x30;
  return spoilt;
}

/** The commands of the page, executed in a folder of their own. */
async function byHand(proof: string, anchors: string): Promise<Said> {
  const commands = [...readFileSync(`${ROOT}/${BY_HAND}`, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)];
  const dir = await mkdtemp(join(tmpdir(), 'guidang-by-hand-'));
  try {
    const script = commands.map(([, text]) => text).join('\n');
    return await run('bash', ['-c', script], { cwd: dir, env: { ...process.env, PROOF: proof, ANCHORS: anchors } });
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function run(
  command: string,
  args: readonly string[],
  { cwd = ROOT, env = process.env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Said> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString('utf8');
  });
  child.stderr.on('data', (piece: Buffer) => {
    err += piece.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: code === 0 ? out : out + err };
}
