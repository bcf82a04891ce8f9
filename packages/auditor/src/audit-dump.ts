import { availableParallelism } from 'node:os';
import { type AuditSettings, audit } from './audit.ts';
import { faultsOf } from './findings/causes.ts';
import type { Report } from './report/report.ts';
import { RULES } from './rules.ts';
import { DumpSource } from './source/dump-source.ts';
import { logFileFaults, openDump } from './source/open-dump.ts';

export interface DumpAuditOptions
  extends Pick<AuditSettings, 'anchors' | 'contents' | 'progress' | 'wanted' | 'since' | 'publisher'> {
  /** Threads of their own for so many partitions at once; 0 for none. Left out: as the dump is large. */
  readonly threads?: number;
}

/** From so many entries on threads are worth being started. */
const MANY = 20_000;

/**
 * Audits a dump on disk.
 * @throws CannotAudit where there is no dump, one of an unknown version, or no anchors
 */
export async function auditDump(dir: string, options: DumpAuditOptions): Promise<Report> {
  const { manifest, faults } = openDump(dir);
  if (!manifest) return unreadable(faults);
  const { anchors, contents, progress, wanted, since, publisher } = options;
  const entries = manifest.partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  const count = options.threads ?? (entries < MANY ? 0 : availableParallelism());
  const rules = new URL('./rules.ts', import.meta.url).href;
  return audit(new DumpSource(dir, manifest), {
    anchors,
    rules: RULES,
    of: { cluster: manifest.cluster, takenAt: manifest.takenAt },
    faults: [...faults, ...logFileFaults(dir, manifest.log ?? [])],
    ...(count > 0 && { threads: { from: { is: 'dump', dir, manifest } as const, rules, count } }),
    contents,
    progress,
    wanted,
    since,
    publisher,
  });
}

/** dump.json was changed so that it cannot be read: nothing else was looked at, and that much is certain. */
const unreadable = (faults: Parameters<typeof faultsOf>[0]): Report => ({
  format: 'guidang-audit',
  version: 1,
  verdict: 'broken',
  of: { cluster: '', takenAt: null },
  scope: null,
  since: null,
  layers: { 1: 'broken', 2: 'not-run', 3: 'not-run', 4: 'not-run', 5: 'not-run', 6: 'not-run' },
  looked: { partitions: 0, inputs: 0, links: 0, parked: 0, schemes: 0, objects: 0, objectBytes: 0 },
  inspections: null,
  log: { batches: 0, size: 0, cosigned: 0, head: null, unlogged: 0, unverified: 0 },
  cases: {},
  open: [],
  waiting: [],
  completeness: null,
  faults: faultsOf(faults, { isHeld: () => false, schemeAt: () => undefined }),
  omitted: 0,
});
