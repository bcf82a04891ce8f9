import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Write as a whole or not at all: a reader never sees half a file, whatever happens to us in between. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, file);
}

/** The JSON in a file, or nothing if there is no such file. @throws if what is there is not JSON */
export function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** All files below the given paths that `wanted` accepts, sorted, so that a hash over them does not depend on the disk. */
export function filesBelow(paths: readonly string[], wanted: (file: string) => boolean = () => true): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path)) if (name !== 'node_modules') visit(`${path}/${name}`);
    } else if (wanted(path)) found.push(path);
  };
  paths.forEach(visit);
  return found.sort();
}

/** SHA-256 over names and contents, in hex. */
export function hashOf(files: readonly string[], more: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  for (const text of more) hash.update(text).update('\0');
  return hash.digest('hex');
}
