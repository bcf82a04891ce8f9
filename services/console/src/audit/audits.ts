import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlDoor } from '@guidang/stream';
import type { AuditComparison } from '../api/audit-comparison.ts';
import type { AuditRun, AuditSummary } from '../api/work.ts';
import { runCommand } from './command.ts';
import { comparisonOf } from './comparison.ts';
import { summaryOf } from './summary.ts';

export interface AuditPorts {
  readonly sql: SqlDoor;
  /** The auditor's command, word by word. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly brokers: readonly string[];
  /** Whom it believes; undefined: none can be started. */
  readonly anchorsFile: string | undefined;
  /** Where the files of the log and the stores are, with a credential that may read; undefined: neither is looked at. */
  readonly placesFile: string | undefined;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

/** Another audit is under way. */
export class AuditRunning extends Error {
  override readonly name = 'AuditRunning';
}

const MOST_SAID = 300;
const LONGEST_MS = 6 * 3_600_000;

interface Row {
  id: string;
  account: string;
  options: { content: boolean };
  state: AuditRun['state'];
  started_at: Date;
  ended_at: Date | null;
  exit_code: number | null;
  summary: AuditSummary | { said: string } | null;
}

/** Audits as processes of their own: the auditor reads the topics with its own code and its own anchors, and nothing of ours but how it ended. One at a time. */
export class Audits {
  readonly #ports: AuditPorts;
  #running: { id: string; said: string; kill: () => void; ended: Promise<void> } | undefined;

  constructor(ports: AuditPorts) {
    this.#ports = ports;
  }

  /** Whether audits can be started here at all. */
  get possible(): boolean {
    const { anchorsFile } = this.#ports;
    return anchorsFile !== undefined && existsSync(anchorsFile);
  }

  /** Whom audits here believe, as a file. It proves nothing where the audited system is who gave it: its digest is to be compared with what the witness publishes. */
  anchors(): Buffer | undefined {
    const { anchorsFile } = this.#ports;
    return anchorsFile !== undefined && existsSync(anchorsFile) ? readFileSync(anchorsFile) : undefined;
  }

  /** What a crash left standing as running has ended with it. */
  async recover(): Promise<void> {
    await this.#ports.sql.query(
      `UPDATE audit_run SET state = 'failed', ended_at = $1, summary = '{"said": "interrupted"}' WHERE state = 'running' RETURNING 1`,
      new Date(this.#ports.now()),
    );
  }

  /** @throws AuditRunning */
  async start(account: string, { content }: { content: boolean }): Promise<string> {
    if (this.#running !== undefined) throw new AuditRunning();
    const { sql, command, folder, brokers, anchorsFile, placesFile, now } = this.#ports;
    const id = randomUUID();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const words = [
      ...['audit', '--brokers', brokers.join(','), '--anchors', anchorsFile!],
      ...['--json', join(folder, `${id}.json`), '--html', join(folder, `${id}.html`)],
      ...['--log', placesFile ?? 'none'],
      ...(content && placesFile !== undefined ? ['--content', placesFile] : []),
    ];
    const { ended, kill } = runCommand(command, words, LONGEST_MS, (text) => {
      running.said = (text.trim().split('\n').at(-1) ?? '').slice(0, MOST_SAID);
    });
    const running = { id, said: '', kill, ended: Promise.resolve() };
    this.#running = running;
    await sql.query(
      "INSERT INTO audit_run (id, account, options, state, started_at) VALUES ($1, $2, $3::jsonb, 'running', $4) RETURNING id",
      ...[id, account, JSON.stringify({ content }), new Date(now())],
    );
    running.ended = ended
      .then(({ code }) => this.#end(id, code, running.said))
      .catch(this.#ports.failed)
      .finally(() => {
        this.#running = undefined;
      });
    return id;
  }

  async list(): Promise<Omit<AuditRun, 'dump'>[]> {
    const rows = await this.#ports.sql.query<Row>('SELECT * FROM audit_run ORDER BY started_at DESC, id LIMIT 100');
    return rows.map((row) => this.#shown(row));
  }

  /** Whether there was such an audit, and it has ended. */
  async hasEnded(id: string): Promise<boolean> {
    const rows = await this.#ports.sql.query("SELECT 1 FROM audit_run WHERE id = $1 AND state <> 'running'", id);
    return rows.length > 0;
  }

  /** The report of an audit that ended; undefined where there is none. */
  report(id: string, kind: 'json' | 'html'): Buffer | undefined {
    const file = join(this.#ports.folder, `${id}.${kind}`);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  /** An audit beside an earlier one; undefined where one of them left no report. */
  comparison(earlier: string, later: string): AuditComparison | undefined {
    const [before, after] = [this.report(earlier, 'json'), this.report(later, 'json')];
    if (before === undefined || after === undefined) return undefined;
    return comparisonOf({ earlier, later }, JSON.parse(before.toString('utf8')), JSON.parse(after.toString('utf8')));
  }

  async close(): Promise<void> {
    this.#running?.kill();
    await this.#running?.ended;
  }

  async #end(id: string, code: number | null, said: string): Promise<void> {
    const json = this.report(id, 'json');
    const judged = (code === 0 || code === 1) && json !== undefined;
    const state = judged ? (code === 0 ? 'whole' : 'broken') : 'failed';
    const summary = judged ? summaryOf(JSON.parse(json.toString('utf8'))) : { said };
    await this.#ports.sql.query(
      'UPDATE audit_run SET state = $2, exit_code = $3, ended_at = $4, summary = $5::jsonb WHERE id = $1 RETURNING 1',
      ...[id, state, code, new Date(this.#ports.now()), JSON.stringify(summary)],
    );
  }

  #shown({ id, account, options, state, started_at, ended_at, exit_code, summary }: Row): Omit<AuditRun, 'dump'> {
    const said =
      this.#running?.id === id ? this.#running.said : summary !== null && 'said' in summary ? summary.said : null;
    return {
      ...{ id, account, content: options.content, state, startedAt: started_at.toISOString() },
      ...{ endedAt: ended_at?.toISOString() ?? null, exitCode: exit_code, said },
      summary: summary !== null && 'verdict' in summary ? summary : null,
    };
  }
}
