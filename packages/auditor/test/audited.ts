import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditDump, type DumpAuditOptions } from '../src/audit-dump.ts';
import type { Report } from '../src/report/report.ts';

/** Audits a dump in this thread. */
export const auditFolder = (dir: string, anchors: object, more: Partial<DumpAuditOptions> = {}): Promise<Report> =>
  auditDump(dir, { anchors: JSON.stringify(anchors), threads: 0, ...more });

/** A folder of its own, gone when the work is done. */
export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-audit-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
