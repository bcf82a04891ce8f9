import {
  type CapturedFile,
  CHECKPOINTS,
  CheckpointRecord,
  type ContentName,
  type Copy,
  type ObjectRef,
  parseJsonRecord,
  parseLink,
  parseWith,
  type RawRecord,
  type Suite,
} from '@guidang/contracts';
import type { LogReader } from '@guidang/stream';

/** Where the record lies that names an artefact: topic, partition, offset, and the case where there is one. */
type Named<T> = T & { readonly where: string };

export interface SealedHolding {
  readonly document: ObjectRef;
  readonly manifest: ObjectRef;
  /** A detached JWS; null where the suite is national. */
  readonly signature: string | null;
  /** SM2 with SM3 over the same manifest, DER, and the sealer's certificate; null where the suite is international. */
  readonly national: { readonly signature: string; readonly certificate: string } | null;
}

/** A timestamp token, DER in base64. */
export interface TokenHolding {
  readonly token: string;
  /** SHA-256 and the signatures everybody's tools know, or SM3 with SM2. */
  readonly suite: Suite;
  /** For a seal the root of its batch, hexadecimal; for a checkpoint the note it is over. */
  readonly over: { readonly root: string } | { readonly note: string };
}

/** An evidence record (RFC 4998), DER in base64, and the manifest it is about. */
export interface RecordHolding {
  readonly record: string;
  readonly manifest: ContentName;
}

/** What can be judged in the running system, as its topics name it. The same object named twice is judged once. */
export interface Holdings {
  readonly seals: Named<SealedHolding>[];
  readonly tokens: Named<TokenHolding>[];
  /** Of the international suite alone: nobody is asked about records whose tokens are of GB/T 35275. */
  readonly records: Named<RecordHolding>[];
  readonly packages: Named<{
    readonly referenceCode: string;
    readonly content: ContentName;
    readonly copies: readonly Copy[];
  }>[];
  readonly copies: Named<{ readonly copy: ObjectRef }>[];
  readonly files: Named<CapturedFile>[];
  /** Checkpoints with the cosignatures of their witnesses. */
  readonly notes: Named<{ readonly note: string }>[];
}

/** Reads every link and checkpoint there is. @throws where one does not meet its contract: that is for the auditor, and nothing is judged before */
export async function readHoldings(reader: LogReader): Promise<Holdings> {
  const seals = new Map<string, Holdings['seals'][number]>();
  const tokens = new Map<string, Holdings['tokens'][number]>();
  const records = new Map<string, Holdings['records'][number]>();
  const packages = new Map<string, Holdings['packages'][number]>();
  const copies = new Map<string, Holdings['copies'][number]>();
  const files = new Map<string, Holdings['files'][number]>();
  const notes: Holdings['notes'] = [];
  const first = <T>(map: Map<string, T>, name: string, one: T): void => void (map.has(name) || map.set(name, one));

  for await (const record of recordsOf(reader, 'archive.capture')) {
    const { facts, case: number } = parseLink('capture', record);
    if (!('files' in facts)) continue;
    const where = whereOf(record, number);
    for (const file of [...facts.files, facts.countersignature])
      if (file && 'content' in file) first(files, file.content, { ...file, where });
  }
  for await (const record of recordsOf(reader, 'archive.seal')) {
    const { facts, case: number } = parseLink('seal', record);
    const { document, manifest, signature, timestamp, national, evidenceRecord } = facts;
    const where = whereOf(record, number);
    if (evidenceRecord !== null)
      first(records, evidenceRecord, { record: evidenceRecord, manifest: manifest.content, where });
    first(seals, manifest.content, {
      ...{ document, manifest, signature, where },
      national: national && { signature: national.signature, certificate: national.certificates[0]! },
    });
    const stamped = { international: timestamp, national: national?.timestamp };
    for (const suite of ['international', 'national'] as const) {
      const { token, root } = stamped[suite] ?? {};
      if (token !== undefined && root !== undefined)
        first(tokens, token + root, { token, suite, over: { root }, where });
    }
  }
  for await (const record of recordsOf(reader, 'archive.store')) {
    const link = parseLink('store', record);
    if (link.type !== 'CaseStored') continue;
    const { referenceCode, copies: places } = link.body;
    const { content } = link.body.package;
    first(packages, content, { referenceCode, content, copies: places, where: whereOf(record, link.case) });
  }
  for await (const record of recordsOf(reader, 'archive.use')) {
    const link = parseLink('use', record);
    if (link.type !== 'CopyMade') continue;
    first(copies, link.body.copy.content, { copy: link.body.copy, where: whereOf(record, link.case) });
  }
  for await (const record of recordsOf(reader, CHECKPOINTS)) {
    const checkpoint = parseWith(CheckpointRecord, parseJsonRecord(record));
    if (checkpoint.type !== 'cosigned') continue;
    const { note, timestamp } = checkpoint;
    const where = whereOf(record);
    notes.push({ note, where });
    if (timestamp !== null)
      first(tokens, timestamp, { token: timestamp, suite: 'international', over: { note }, where });
  }
  const all = <T>(map: Map<string, T>): T[] => [...map.values()];
  return {
    seals: all(seals),
    tokens: all(tokens),
    records: all(records),
    packages: all(packages),
    copies: all(copies),
    files: all(files),
    notes,
  };
}

const whereOf = ({ topic, partition, offset }: RawRecord, number = ''): string =>
  `${topic}-${partition}@${offset} ${number}`.trim();

async function* recordsOf(reader: LogReader, topic: string): AsyncGenerator<RawRecord> {
  for (const partition of await reader.partitions(topic)) {
    const { start, end } = await reader.extent(topic, partition);
    for await (const entry of reader.scan(topic, partition, start, end))
      if (entry.kind === 'record') yield entry.record;
  }
}
