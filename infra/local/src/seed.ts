import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { filesBelow, hashOf, readJson } from './files.ts';
import { ROOT, RUN } from './paths.ts';
import { secrets } from './secrets.ts';
import { once } from './stamps.ts';

const LAB = `${ROOT}/packages/lab/src`;
const SEED = `${RUN}/seed`;

/** Schemes that registry publishes here. */
export const SCHEMES_DIR = `${SEED}/schemes`;
/** Departments and matters that it begins with. */
export const BUNDLE_FILE = `${SEED}/bundle.json`;

/** A system that publishes here: its source, the one department it publishes for, and its key to intake. */
export const System = z.object({ id: z.string(), source: z.string(), department: z.string(), key: z.string() });
export type System = z.infer<typeof System>;

/** The lab's schemes and systems as files: services do not know the lab. */
export async function furnishSeed(): Promise<void> {
  const main = `${LAB}/matters/main.ts`;
  if (!existsSync(main)) return;
  const key = hashOf(filesBelow([`${LAB}/matters`, `${LAB}/people`]));
  const make = () => promisify(execFile)(process.execPath, [main, '--dir', SEED]);
  await once('seed', key, existsSync(`${SEED}/systems.json`), make, 'instance');
}

/** The systems of the lab with their keys; none before `up` was run. */
export function systems(): System[] {
  const kept = readJson(`${SEED}/systems.json`);
  if (kept === undefined) return [];
  return z
    .array(System.omit({ key: true }))
    .parse(kept)
    .map((system) => ({ ...system, key: keyFor(system.id) }));
}

/** Made of this checkout's own secret: the same as long as that lasts, and written nowhere but into parts.json. */
const keyFor = (id: string): string =>
  `gd_${id}_${createHmac('sha256', secrets().superuser).update(`intake key of ${id}`).digest('base64url')}`;

/** What intake is told of them: digests, no keys. */
export const intakeKeys = (): string =>
  JSON.stringify(
    systems().map(({ id, source, department, key }) => ({
      id,
      digest: createHash('sha256').update(key).digest('hex'),
      source,
      departments: [department],
    })),
  );
