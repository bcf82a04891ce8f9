import { type AnyLink, ARCHIVE_TOPICS, type CaseChecked, type CaseSealed, type RawRecord } from '@guidang/contracts';
import {
  formatProof,
  fromBase64,
  inclusionProof,
  inclusionRanges,
  sha256Hex,
  tilePath,
  tileReader,
  tilesFor,
} from '@guidang/evidence';
import { manifestOf } from '@guidang/seal/decide';
import type { ReadLogFile } from '../dump/log-files.ts';
import { CannotAudit } from '../source/open-dump.ts';
import type { Source } from '../source/source.ts';
import { logAsTold, placesIn } from './log-places.ts';
import { PROOF_README } from './readme.ts';
import { storedZip } from './stored-zip.ts';

/** A link that goes into the proof. */
interface ProvenLink {
  readonly record: RawRecord;
  readonly link: AnyLink;
  readonly sha256: string;
  readonly index: number;
}

export interface MadeProof {
  readonly zip: Buffer;
  readonly links: number;
  /** Links of the case that are not in the log yet, or not under a witnessed checkpoint: they are left out. */
  readonly waiting: number;
}

/**
 * Makes the proof of a case: one file with all its links, the way of each into the log, the witnessed checkpoint, and the seal. The same records give the same bytes. Nothing is
 * judged here: whoever gets the file does that.
 * @throws CannotAudit where there is no such case, no witnessed checkpoint, or no files of the log
 */
export async function makeProof(source: Source, name: string): Promise<MadeProof> {
  const { logFile } = source;
  if (!logFile)
    throw new CannotAudit('没有存证日志文件，无法出具证明 (--log) / no proof without the files of the log (--log)');
  const told = await logAsTold(source);
  const { cosigned } = told;
  if (!cosigned) throw new CannotAudit('尚无经见证的存证点 / there is no witnessed checkpoint yet');
  const all: { record: RawRecord; index: number | undefined }[] = [];
  for (const topic of ARCHIVE_TOPICS)
    for (const partition of (source.extents.get(topic) ?? []).keys())
      all.push(...(await placesIn(source, told, topic, partition, (record) => keyIs(record, name))));
  if (all.length === 0) throw new CannotAudit(`没有办件 ${name} 的链节 / there is no link of case ${name}`);
  const proven = all.flatMap(({ record, index }): ProvenLink[] =>
    index !== undefined && index < cosigned.size && record.value !== null
      ? [{ record, index, link: linkOf(record), sha256: sha256Hex(record.value) }]
      : [],
  );
  const paths = await pathsOf(
    proven.map(({ index }) => index),
    cosigned.size,
    logFile,
  );
  const files = [
    { name: '说明.txt', bytes: Buffer.from(PROOF_README) },
    { name: 'checkpoint', bytes: Buffer.from(cosigned.note) },
    ...(cosigned.timestamp === null ? [] : [{ name: 'checkpoint.tst', bytes: fromBase64(cosigned.timestamp)! }]),
    ...proven.flatMap((one, n) => linkFiles(one, n, paths[n]!, cosigned)),
    ...sealFiles(proven),
    { name: 'links.sha256', bytes: Buffer.from(proven.map(({ sha256 }, n) => `${sha256}  ${linkFile(n)}\n`).join('')) },
  ];
  const index = Buffer.from(`${JSON.stringify(indexOf(name, proven), undefined, 1)}\n`);
  return {
    zip: storedZip([{ name: 'proof.json', bytes: index }, ...files]),
    links: proven.length,
    waiting: all.length - proven.length,
  };
}

const keyIs = ({ key }: RawRecord, name: string): boolean => key !== null && Buffer.from(key).toString('utf8') === name;

function linkOf({ value, topic, partition, offset }: RawRecord): AnyLink {
  try {
    return JSON.parse(Buffer.from(value!).toString('utf8')) as AnyLink;
  } catch {
    throw new CannotAudit(`${topic}-${partition}@${offset} 不是链节 / is no link`);
  }
}

const numbered = (n: number): string => String(n + 1).padStart(4, '0');
const linkFile = (n: number): string => `links/${numbered(n)}.json`;
const inclusionFile = (n: number): string => `inclusion/${numbered(n)}.txt`;

function indexOf(name: string, proven: readonly ProvenLink[]): object {
  return {
    format: 'guidang-case-proof',
    version: 1,
    case: name,
    links: proven.map(({ record: { topic, partition, offset, timestamp }, sha256, index }, n) => ({
      file: linkFile(n),
      inclusion: inclusionFile(n),
      sha256,
      index,
      topic,
      partition,
      offset,
      written: new Date(timestamp).toISOString(),
    })),
  };
}

async function pathsOf(indexes: readonly number[], size: number, read: ReadLogFile): Promise<Uint8Array[][]> {
  const fetched = new Map<string, Uint8Array>();
  for (const tile of tilesFor(
    indexes.flatMap((index) => inclusionRanges(index, size)),
    size,
  )) {
    const path = tilePath(tile);
    const bytes = await read(path);
    if (!bytes) throw new CannotAudit(`缺少日志文件 ${path} / file of the log is missing: ${path}`);
    fetched.set(path, bytes);
  }
  return indexes.map((index) => inclusionProof(index, size, tileReader(size, fetched)));
}

function linkFiles(
  { record, index }: ProvenLink,
  n: number,
  path: readonly Uint8Array[],
  { note, size }: { note: string; size: number },
): { name: string; bytes: Uint8Array }[] {
  return [
    { name: linkFile(n), bytes: record.value! },
    {
      name: inclusionFile(n),
      bytes: Buffer.from(
        sidesOf(path, index, size)
          .map((line) => `${line}\n`)
          .join(''),
      ),
    },
    {
      name: `tlog-proof/${numbered(n)}.tlog-proof`,
      bytes: Buffer.from(formatProof({ index, path, checkpoint: note })),
    },
  ];
}

/** Neighbours with the side they stand on, so that the way to the root can be gone by hand (RFC 9162 §2.1.3.2). */
export function sidesOf(path: readonly Uint8Array[], index: number, size: number): string[] {
  let [at, last] = [index, size - 1];
  return path.map((hash) => {
    const left = at % 2 === 1 || at === last;
    if (left) while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    return `${left ? 'L' : 'R'} ${Buffer.from(hash).toString('hex')}`;
  });
}

/** The manifest, made again from the sealing link and the one it answers; and what lies in the link as files of its own, for tools that read such. */
function sealFiles(proven: readonly ProvenLink[]): { name: string; bytes: Uint8Array }[] {
  const sealed = proven.find(({ link }) => link.type === 'CaseSealed')?.link as unknown as CaseSealed | undefined;
  const answered = sealed && proven.find(({ sha256 }) => sha256 === sealed.input.sha256)?.link;
  if (!sealed || !answered || !sealed.decider.scheme) return [];
  const { facts } = sealed;
  const manifest = manifestOf(
    { link: answered as unknown as CaseChecked },
    { ...facts, scheme: sealed.decider.scheme },
  );
  const files: { name: string; bytes: Uint8Array }[] = [{ name: 'seal/manifest.json', bytes: manifest }];
  const add = (file: string, bytes: Uint8Array | null): void => {
    if (bytes !== null) files.push({ name: `seal/${file}`, bytes });
  };
  add('manifest.jws', facts.signature === null ? null : Buffer.from(facts.signature));
  const suites = [
    ['', facts.timestamp, facts.evidenceRecord],
    ['-sm3', facts.national?.timestamp ?? null, facts.national?.evidenceRecord ?? null],
  ] as const;
  for (const [suffix, timestamp, record] of suites) {
    if (timestamp === null) continue;
    const { token, path } = timestamp;
    add(`timestamp${suffix}.tst`, fromBase64(token));
    add(`timestamp-path${suffix}.txt`, Buffer.from(path.map((group) => `${group.join(' ')}\n`).join('')));
    add(`evidence-record${suffix}.ers`, record === null ? null : fromBase64(record));
  }
  add('manifest.sm2', facts.national ? fromBase64(facts.national.signature) : null);
  return files;
}
