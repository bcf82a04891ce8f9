import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Proofs } from '../src/audit/proofs.ts';

const FAKE = fileURLToPath(new URL('./fake-auditor.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'console-proofs-'));
const open = (mode: string, placesFile: string | undefined = 'places.json') =>
  new Proofs({ command: [process.execPath, FAKE, mode], folder, brokers: ['a:1', 'b:2'], placesFile });

it('a proof is what the auditor’s command makes of the case, and nothing of it is left behind', async () => {
  const proof = await open('whole').make('GD-2026-000001');
  const said = 'zip' in proof! ? proof.zip.toString() : '';
  expect(said).toMatch(/^--case GD-2026-000001 --out \S+ --brokers a:1,b:2 --log places\.json$/);
  expect(readdirSync(folder)).toEqual([]);
});

it('what the auditor says where it makes none is handed on', async () => {
  expect(await open('fails').make('GD-2026-000001')).toEqual({ refused: 'no broker' });
});

it('two are made side by side, and whoever comes beyond is told so', async () => {
  const proofs = open('whole');
  const made = await Promise.all(['A', 'B', 'C'].map((one) => proofs.make(one)));
  expect(made.map((one) => one !== undefined)).toEqual([true, true, false]);
  expect(await proofs.make('C')).toHaveProperty('zip');
});

it('none is possible where nobody knows where the log lies', async () => {
  const proofs = new Proofs({ command: [process.execPath, FAKE, 'whole'], folder, brokers: [], placesFile: undefined });
  expect(proofs.possible).toBe(false);
  expect(await proofs.make('A')).toBeUndefined();
});

it('one that is being made ends with the console, and whoever asked gets none', async () => {
  const proofs = open('slow');
  const made = proofs.make('GD-2026-000001');
  proofs.close();
  expect(await made).toHaveProperty('refused');
});
