import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { claimFolder } from './only-one.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-claim-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A process of its own that claims the folder and holds it until it is killed. */
async function holder(folder: string) {
  const program = `import { claimFolder } from ${JSON.stringify(`${import.meta.dirname}/only-one.ts`)}; globalThis.release = claimFolder(process.argv[1]); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('the folder of a witness', () => {
  it('is not given to a second one that bears the same pid, as two containers over one volume do', () => {
    const release = claimFolder(join(dir, 'same'));
    expect(() => claimFolder(join(dir, 'same'))).toThrow('in use by another process');
    release();
    claimFolder(join(dir, 'same'))();
  });

  it('is free as soon as its holder was killed, and is nobody else’s before', async () => {
    const folder = join(dir, 'killed');
    const child = await holder(folder);
    expect(() => claimFolder(folder)).toThrow('in use by another process');
    child.kill('SIGKILL');
    await once(child, 'exit');
    claimFolder(folder)();
  });

  it('is not claimed by what an earlier version left there', () => {
    const folder = join(dir, 'left');
    claimFolder(folder)();
    writeFileSync(join(folder, 'witness.pid'), `${process.pid}\n`);
    claimFolder(folder)();
  });
});
