import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DumpedLogFile, DumpManifest, digestLine, MANIFEST_DIGEST_FILE, MANIFEST_FILE } from '../dump/manifest.ts';
import { type Raised, raised } from '../findings/finding.ts';

/** There is nothing that could be audited; in words, with what to do. */
export class CannotAudit extends Error {
  override readonly name = 'CannotAudit';
}

export interface OpenedDump {
  /** Undefined where dump.json was changed so that it cannot be read any more. */
  readonly manifest: DumpManifest | undefined;
  readonly faults: readonly Raised[];
}

/** Reads `dump.json` and holds it against its digest. @throws CannotAudit where there is no dump, or one of a version that is not known */
export function openDump(dir: string): OpenedDump {
  const file = join(dir, MANIFEST_FILE);
  if (!existsSync(file))
    throw new CannotAudit(`${dir} 不是审计导出 (无 ${MANIFEST_FILE}) / is no dump: it has no ${MANIFEST_FILE}`);
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const digestFile = join(dir, MANIFEST_DIGEST_FILE);
  const line = existsSync(digestFile) ? readFileSync(digestFile, 'latin1') : '';
  const intact = line === digestLine(sha256);
  const faults = intact ? [] : [manifestFault(MANIFEST_FILE, line.slice(0, 64), sha256)];
  const parsed = DumpManifest.safeParse(jsonOf(bytes));
  if (parsed.success) return { manifest: parsed.data, faults: [...faults, ...listedTwice(parsed.data)] };
  if (intact)
    throw new CannotAudit(
      `${MANIFEST_FILE} 的格式或版本不被支持 / the format or version of ${MANIFEST_FILE} is not known: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
    );
  return { manifest: undefined, faults };
}

const manifestFault = (field: string, expected: string, found: string): Raised =>
  raised({ code: 'DUMP_MANIFEST', at: {}, time: Number.MAX_SAFE_INTEGER, field, expected, found });

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined; // what is no JSON is no manifest, and is told as such
  }
}

function listedTwice({ partitions }: DumpManifest): Raised[] {
  const seen = new Set<string>();
  return partitions.flatMap(({ topic, partition, file }) => {
    const name = `${topic}/${partition}`;
    const twice = seen.has(name) || file !== `records/${topic}-${partition}.bin`;
    seen.add(name);
    return twice ? [manifestFault(`partitions ${name}`, `records/${topic}-${partition}.bin, once`, file)] : [];
  });
}

/** Holds the files of the log against what dump.json says of them. */
export function logFileFaults(dir: string, files: readonly DumpedLogFile[]): Raised[] {
  const faults: Raised[] = [];
  for (const { file, bytes, sha256 } of files) {
    const path = join(dir, file);
    const say = (code: Raised['code'], found: string): void => {
      faults.push(
        raised({
          code,
          at: {},
          time: Number.MAX_SAFE_INTEGER,
          field: file,
          expected: `${bytes} bytes, ${sha256}`,
          found,
        }),
      );
    };
    if (!existsSync(path)) {
      say('DUMP_FILE_MISSING', 'none');
      continue;
    }
    const content = readFileSync(path);
    const digest = createHash('sha256').update(content).digest('hex');
    if (content.length !== bytes || digest !== sha256) say('DUMP_FILE_DIGEST', `${content.length} bytes, ${digest}`);
  }
  return faults;
}
