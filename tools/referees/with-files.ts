import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lends files that hold these bytes, for as long as `use` takes. */
export async function withFiles<Name extends string, T>(
  bytes: Readonly<Record<Name, Uint8Array>>,
  use: (files: Readonly<Record<Name, string>>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'guidang-referees-'));
  try {
    const names = Object.keys(bytes) as Name[];
    for (const name of names) writeFileSync(join(folder, name), bytes[name]);
    return await use(Object.fromEntries(names.map((name) => [name, join(folder, name)])) as Record<Name, string>);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
