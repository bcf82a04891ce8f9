import { spawnSync } from 'node:child_process';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { signCms, verifyCms } from '@guidang/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePkcs11, SigningFault, tokenSigner } from '../src/index.ts';
import { certified, NOW, newKey, root } from './hands.ts';

/** SoftHSM stands for the token: the same interface, in software. apt-get install softhsm2 opensc brings it and the tool that makes keys in it. */
const LIBRARY = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'].find(existsSync);
const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const missing = !LIBRARY
  ? 'SoftHSM (apt-get install softhsm2)'
  : !has('softhsm2-util') || !has('pkcs11-tool')
    ? 'pkcs11-tool (apt-get install opensc)'
    : has('g++')
      ? null
      : 'g++';
if (missing) console.log(`跳过 / skipped: ${missing}`);

const dir = mkdtempSync(join(tmpdir(), 'guidang-token-'));
const PIN = '837465';
const run = (command: string, ...args: string[]): Buffer => {
  const done = spawnSync(command, args, { env: { ...process.env, SOFTHSM2_CONF: join(dir, 'conf') } });
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr}`);
  return done.stdout;
};
const make = (label: string, type: string, ...more: string[]): void => {
  run(
    'pkcs11-tool',
    '--module',
    LIBRARY!,
    '--token-label',
    'seal',
    '--login',
    '--pin',
    PIN,
    '--keypairgen',
    '--key-type',
    type,
    '--label',
    label,
    ...more,
  );
};
const publicOf = (label: string): KeyObject =>
  createPublicKey({
    key: run(
      'pkcs11-tool',
      '--module',
      LIBRARY!,
      '--token-label',
      'seal',
      '--read-object',
      '--type',
      'pubkey',
      '--label',
      label,
    ),
    format: 'der',
    type: 'spki',
  });
const place = (label: string, pin = PIN) => ({ library: LIBRARY!, token: 'seal', label, pin: () => pin });
const data = Buffer.from('清单');

describe.skipIf(missing !== null)('a key in a token (SoftHSM)', () => {
  beforeAll(() => {
    mkdirSync(join(dir, 'tokens'));
    writeFileSync(
      join(dir, 'conf'),
      `directories.tokendir = ${dir}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    process.env.SOFTHSM2_CONF = join(dir, 'conf');
    run('softhsm2-util', '--init-token', '--free', '--label', 'seal', '--pin', PIN, '--so-pin', '00000000');
    make('ec', 'EC:prime256v1');
    make('rsa', 'rsa:2048');
    make('loose', 'EC:prime256v1', '--extractable');
    make('twice', 'EC:prime256v1');
    make('twice', 'EC:prime256v1');
    compilePkcs11();
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each(['ec', 'rsa'])('of %s signs what verifies without it, also many at once', async (label) => {
    const certificate = certified(publicOf(label));
    const { signer, close } = await tokenSigner(place(label), [certificate]);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signCms(Buffer.from(`${i}`), signer, { signingTime: NOW, attached: true })),
    );
    for (const cms of all) expect(verifyCms(cms, null, { anchors: [root], at: NOW })).toMatchObject({ ok: true });
    close();
  });

  it('whose certificate is of another key signs nothing', async () => {
    const { signer, close } = await tokenSigner(place('ec'), [certified(newKey('p256'))]);
    await expect(signer.sign(data)).rejects.toThrow(SigningFault);
    close();
  });

  it('that could be taken out, is not there, or is there twice is not used', async () => {
    const certificate = [certified(newKey('p256'))];
    await expect(tokenSigner(place('loose'), certificate)).rejects.toThrow(/taken out/);
    await expect(tokenSigner(place('nobody'), certificate)).rejects.toThrow(/0 private keys/);
    await expect(tokenSigner(place('twice'), certificate)).rejects.toThrow(/2 private keys/);
    await expect(tokenSigner({ ...place('ec'), token: 'none' }, certificate)).rejects.toThrow(/no token/);
  });

  it('does not show the PIN, right or wrong', async () => {
    const { signer, close } = await tokenSigner(place('ec'), [certified(publicOf('ec'))]);
    expect(inspect(signer, { depth: null, showHidden: true })).not.toContain(PIN);
    close();
    const fault = await tokenSigner({ ...place('ec', '999888777'), library: '/nowhere.so' }, []).catch(
      (e: unknown) => e,
    );
    expect(fault).toBeInstanceOf(SigningFault);
    expect(inspect(fault, { depth: null })).not.toContain('999888777');
  });
});
