import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditSettings, audit } from '../src/audit.ts';
import type { Report } from '../src/report/report.ts';
import { RULES } from '../src/rules.ts';
import { DumpSource } from '../src/source/dump-source.ts';
import { logFileFaults, openDump } from '../src/source/open-dump.ts';

/** Audits a dump in this thread, as the command does. */
export async function auditFolder(
  dir: string,
  anchors: object,
  more: Partial<Pick<AuditSettings, 'contents' | 'threads'>> = {},
): Promise<Report> {
  const { manifest, faults } = openDump(dir);
  if (!manifest) throw new Error('dump.json cannot be read');
  return audit(new DumpSource(dir, manifest), {
    anchors: JSON.stringify(anchors),
    rules: RULES,
    of: { cluster: manifest.cluster, takenAt: manifest.takenAt },
    faults: [...faults, ...logFileFaults(dir, manifest.log ?? [])],
    ...more,
  });
}

/** A folder of its own, gone when the work is done. */
export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-audit-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
