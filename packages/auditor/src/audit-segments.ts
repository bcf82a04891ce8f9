import { availableParallelism } from 'node:os';
import { audit } from './audit.ts';
import type { DumpAuditOptions } from './audit-dump.ts';
import type { ReadLogFile } from './dump/log-files.ts';
import type { Report } from './report/report.ts';
import { RULES } from './rules.ts';
import { clusterOf, SegmentSource } from './segments/segment-source.ts';

/** From so many entries on threads are worth being started. */
const MANY = 20_000;

export interface SegmentAuditOptions extends DumpAuditOptions {
  /** The files of the log, which no broker holds. */
  readonly log: ReadLogFile | null;
}

/**
 * Audits copies of the log directories of brokers, as they lie on their disks.
 * @throws CannotAudit where there are none, or no anchors
 */
export async function auditSegments(dirs: readonly string[], options: SegmentAuditOptions): Promise<Report> {
  const { anchors, contents, progress, log, wanted, since, publisher } = options;
  const source = new SegmentSource(dirs, log);
  const entries = [...source.extents.values()].flat().reduce((sum, { start, end }) => sum + end - start, 0);
  const count = options.threads ?? (entries < MANY ? 0 : availableParallelism());
  const rules = new URL('./rules.ts', import.meta.url).href;
  return audit(source, {
    anchors,
    rules: RULES,
    of: { cluster: clusterOf(dirs[0] ?? ''), takenAt: null },
    ...(count > 0 && { threads: { from: { is: 'segments', dirs } as const, rules, count } }),
    contents,
    progress,
    wanted,
    since,
    publisher,
  });
}
