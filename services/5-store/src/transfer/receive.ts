import type { CapturedFile, ContentName, Finding, ReceivedContents } from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import { extensionOf, type Inspector, type Scanner } from '@guidang/formats';
import {
  ARCHIVAL_FORMATS,
  countOutcomes,
  type FileLookedAt,
  isOpen,
  isRefusal,
  judgePackage,
  type OutcomeCounts,
  type PackageFacts,
  type Stated,
  stageRules,
} from '@guidang/properties';
import { scanOf } from '../inspection/files.ts';
import { inspectionOf } from '../rule/preservation.ts';
import { contentsOf } from './contents.ts';
import { type Description, describe, type ListedFile } from './describe.ts';
import type { ForeignPackage } from './open-package.ts';
import type { TransferProfile } from './profile.ts';

export interface ReceivePorts {
  readonly inspector: Pick<Inspector, 'inspect'>;
  /** null: none is configured here, and nothing passes that rests on one */
  readonly scanner: Pick<Scanner, 'scan' | 'engine'> | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** ends it between two files */
  readonly signal?: AbortSignal;
}

/** What the look at a package from elsewhere came to. Passing by itself never means accepted where an item is left to people. */
export interface Receipt {
  readonly profile: string;
  /** digest of the rule set yj@1 */
  readonly rules: ContentName;
  readonly at: string;
  readonly package: { readonly sha256: string; readonly bytes: number; readonly files: number };
  readonly referenceCodes: readonly string[];
  readonly verdict: 'ACCEPTED' | 'PENDING_REVIEW' | 'REJECTED';
  readonly counts: OutcomeCounts;
  readonly findings: readonly Finding[];
  readonly contents: ReceivedContents;
}

const RULES = stageRules('transfer');

/**
 * 接收检测: judges a package from elsewhere by the items of transfer. All findings are told, not the first.
 * @param stated what the hand-over list (移交清单) says of it; null where there is none
 * @param carrier offline where it came on a carrier, which people look at
 */
export async function receivePackage(
  from: ForeignPackage,
  profile: TransferProfile,
  stated: Stated | null,
  carrier: PackageFacts['carrier'],
  ports: ReceivePorts,
): Promise<Receipt> {
  const described = describe(from.files, profile);
  const at = new Date(ports.now()).toISOString();
  const facts = await factsOf(from, profile, described, { at, stated, carrier }, ports);
  const findings = judgePackage(RULES, facts);
  return {
    ...{ profile: profile.id, rules: RULES.digest, at },
    contents: contentsOf(from, profile, described, facts),
    package: { sha256: from.digest, bytes: from.bytes, files: from.files.size },
    referenceCodes: described.codes.filter((code) => code !== null),
    verdict: findings.some(isRefusal) ? 'REJECTED' : findings.some(isOpen) ? 'PENDING_REVIEW' : 'ACCEPTED',
    counts: countOutcomes(findings),
    findings,
  };
}

/** What is found of a package by its profile, at whatever stage it is looked at. */
export async function factsOf(
  from: ForeignPackage,
  profile: TransferProfile,
  described: Description,
  given: Pick<PackageFacts, 'at' | 'stated' | 'carrier'>,
  ports: ReceivePorts,
): Promise<PackageFacts> {
  const { files, problems } = from;
  const { listed, codes, values, faults } = described;
  const opened = problems.length === 0;
  const of = (code: string): string[] => problems.filter((one) => one.code === code).map(({ detail }) => detail);
  const rule = new RegExp(profile.referenceCode, 'u');
  return {
    ...given,
    stated: given.stated && { ...given.stated, files: given.stated.files ?? described.items },
    found: {
      ...{ items: codes.length || Number(values.length > 0), bytes: from.bytes, digest: from.digest },
      files: listed.filter(({ path }) => files.has(path)).length,
    },
    layout: {
      profile: profile.id,
      missing: [
        ...profile.required.filter((name) => !files.has(name)),
        ...(profile.archives ? codes.filter((code) => !hasArchive(files, code)).map((code) => code ?? '档号') : []),
      ],
      unexpected: opened ? unexpectedIn(files, profile, described) : [],
      unsafe: [...of('ENTRY_NAME'), ...of('ENTRY_LINK')],
    },
    documents: profile.catalogue
      ? { readme: stateOf(profile.readme, files, faults), catalogue: stateOf(profile.catalogue, files, faults) }
      : null,
    metadata: opened ? { faults, values } : null,
    referenceCodes:
      opened && (profile.archives || profile.says.referenceCode)
        ? codes.map((code) => ({ code, faults: code !== null && !rule.test(code) ? ['SHAPE'] : [] }))
        : null,
    series: null,
    links: opened && profile.list ? listed.map(({ path }) => ({ path, there: files.has(path) })) : null,
    seal: opened ? 'none' : null,
    packing: { encrypted: from.encrypted, problems: problems.map(({ code }) => code) },
    files: await lookedAtAll(listed, files, ports),
    scanner: ports.scanner ? await ports.scanner.engine() : undefined,
  };
}

const stateOf = (name: string | null, files: ReadonlyMap<string, Buffer>, faults: readonly string[]) => {
  if (name === null || !files.has(name)) return 'missing';
  return faults.some((fault) => fault.startsWith(`${name}:`)) || files.get(name)!.length === 0 ? 'faulty' : 'there';
};

/** 档号 folder with metadata and content: no archive without either (standards/4e §3). */
function hasArchive(files: ReadonlyMap<string, Buffer>, code: string | null): boolean {
  const its = [...files.keys()].filter((path) => code !== null && path.split('/').slice(0, -1).includes(code));
  return its.some((path) => /\.xml$/i.test(path)) && its.some((path) => !/\.xml$/i.test(path));
}

function unexpectedIn(
  files: ReadonlyMap<string, Buffer>,
  { required, known, archives }: TransferProfile,
  { listed, codes }: Description,
): string[] {
  const named = new Set([...required, ...listed.map(({ path }) => path)]);
  return [...files.keys()].filter((path) => {
    if (named.has(path)) return false;
    if (archives)
      return !known.includes(path.split('/', 1)[0]!) && !path.split('/').some((part) => codes.includes(part));
    return true;
  });
}

const ALIAS: Readonly<Record<string, string>> = { jpg: 'jpeg', tif: 'tiff', htm: 'html' };
const familyOf = (text: string | null | undefined): string => {
  const plain = (text ?? '').trim().toLowerCase().replace(/^\./, '');
  return /^[a-z0-9]{1,8}$/.test(plain) ? (ALIAS[plain] ?? plain) : 'unknown';
};

/** One after the other: each is scanned and opened on its own, and a list may be long. */
async function lookedAtAll(
  listed: readonly ListedFile[],
  files: ReadonlyMap<string, Buffer>,
  ports: ReceivePorts,
): Promise<FileLookedAt[]> {
  const looked: FileLookedAt[] = [];
  for (const [i, one] of listed.entries()) {
    ports.signal?.throwIfAborted();
    looked.push(await lookedAt(one, i, files.get(one.path), ports));
  }
  return looked;
}

async function lookedAt(
  { path, name, size, format, digest }: ListedFile,
  i: number,
  bytes: Buffer | undefined,
  { inspector, scanner }: ReceivePorts,
): Promise<FileLookedAt> {
  const object = `file:package/${i + 1}`;
  const accepted = { formats: ARCHIVAL_FORMATS, by: 'archival' } as const;
  const plain = { name: name.slice(0, 200) || path.slice(-200), puid: null, pages: null };
  const family = familyOf(format ?? extensionOf(name));
  if (bytes === undefined) {
    const captured: CapturedFile = {
      ...plain,
      content: `sha256:${'0'.repeat(64)}`,
      sm3: '0'.repeat(64),
      size: 0,
      format: family,
    };
    return { object, role: 'file', captured, looked: null, accepted };
  }
  const found = { sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length };
  const said = (algorithm: string): string | null => (digest?.algorithm === algorithm ? digest.hex : null);
  const [sha256, sm3] = [said('SHA256'), said('SM3')];
  const captured: CapturedFile = {
    ...plain,
    ...{ content: `sha256:${sha256 ?? found.sha256}`, sm3: sm3 ?? found.sm3, size: size ?? found.size, format: family },
  };
  const [facts, scan] = await Promise.all([inspector.inspect({ bytes, name }), scanner?.scan(bytes) ?? null]);
  const looked = {
    content: captured.content,
    bytes: found,
    inspection: inspectionOf(facts),
    scan: scan && scanOf(scan),
  };
  const one: FileLookedAt = { object, role: 'file', captured, looked, accepted };
  return sha256 === null && sm3 === null ? { ...one, digestStated: false } : one;
}
