import {
  type Inspection,
  MOST_INSPECTION_FINDINGS,
  type PackageIndex,
  type ReceiptCheck,
  Scheme,
  SealManifest,
} from '@guidang/contracts';
import type { TimestampTrust } from '@guidang/evidence';
import type { Inspector, Scanner } from '@guidang/formats';
import { checkPackage, OpenedPackage, PackageFault, PLACES, type Trust } from '@guidang/packaging';
import {
  callsForSomebody,
  countOutcomes,
  dossierValues,
  judgePackage,
  type PackageFacts,
  stageRules,
} from '@guidang/properties';
import type { Holding } from '../decide.ts';
import type { Received } from '../received.ts';
import type { EvidencePorts } from '../renewal/evidence.ts';
import { lookAtCopies } from './copies.ts';
import { filesIn } from './files.ts';
import { sealState } from './seal-state.ts';

export interface LookPorts extends EvidencePorts {
  readonly trust: Trust;
  readonly timestamps: TimestampTrust;
  readonly inspector: Pick<Inspector, 'inspect'>;
  /** null: none is configured here, and nothing passes that rests on one */
  readonly scanner: Pick<Scanner, 'scan' | 'engine'> | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What store knows of a case, and the index its package was announced with. */
export interface Kept {
  readonly holding: Holding;
  readonly index: PackageIndex;
}

const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;
const MOST_SCHEME_BYTES = 4 * 1024 * 1024;
const RULES = stageRules('preservation');

/**
 * 定期检测: looks at a stored package again, in every place, as at something that came from a stranger: digests, structure, seal and evidence, every file opened by the readers of
 * today and scanned under the signatures of today; and judges it by the items of preservation.
 * @throws what may pass: a place or a scanner that cannot be had now
 */
export async function look({ holding, index }: Kept, ports: LookPorts, signal: AbortSignal): Promise<Inspection> {
  const { copies, whole } = await lookAtCopies(holding, ports.places, ports.spoolFolder);
  signal.throwIfAborted();
  try {
    const found = copies.find(({ state }) => state === 'changed')?.found ?? null;
    const facts = whole ? await factsOf(holding, index, whole, ports, signal) : lost(holding, found, ports.now());
    const findings = judgePackage(RULES, facts);
    return {
      ...{ package: holding.package.content, rules: RULES.digest, copies: [...copies] },
      counts: countOutcomes(findings),
      findings: findings.filter(callsForSomebody).slice(0, MOST_INSPECTION_FINDINGS),
    };
  } finally {
    await whole?.close();
  }
}

/** Nothing is left to be looked into: what there was said of it stands against nothing. */
const lost = ({ package: { content, size } }: Holding, found: string | null, now: number): PackageFacts => ({
  ...NOTHING,
  at: new Date(now).toISOString(),
  stated: { items: null, files: null, bytes: size, digest: digestIn(content) },
  found: { items: 0, files: 0, bytes: 0, digest: found ?? '0'.repeat(64) },
});

const NOTHING = {
  ...{ layout: null, documents: null, metadata: null, referenceCodes: null, series: null, links: null },
  ...{ seal: null, packing: null, files: [], scanner: undefined, carrier: null },
} satisfies Partial<PackageFacts>;

async function factsOf(
  holding: Holding,
  index: PackageIndex,
  { source }: Received,
  ports: LookPorts,
  signal: AbortSignal,
): Promise<PackageFacts> {
  const { package: built, referenceCode } = holding;
  const at = new Date(ports.now()).toISOString();
  const checks = await checkPackage(source, ports.trust);
  const digest = digestIn(built.content);
  const scanner = ports.scanner ? await ports.scanner.engine() : undefined;
  const plain = { ...NOTHING, at, scanner, layout: layoutOf(checks), packing: packingOf(checks) };
  const opened = await openedOver(holding, source);
  const manifest = opened && (await manifestIn(opened));
  if (!opened || !manifest)
    return {
      ...plain,
      stated: { items: null, files: index.files.length, bytes: built.size, digest },
      found: { items: 0, files: 0, bytes: source.size, digest },
      metadata: { faults: [`${referenceCode}: MANIFEST_UNREADABLE`], values: [] },
      seal: 'broken',
    };
  const places = new Map(index.files.map(({ content, path }) => [content as string, path]));
  const links = index.files.map(({ path }) => ({ path, there: opened.has(path) }));
  const { dossier } = manifest;
  return {
    ...plain,
    stated: { items: materialsOf(index), files: index.files.length, bytes: built.size, digest },
    found: {
      items: dossier.materials.filter((one) => one.files.length > 0).length,
      files: links.filter(({ there }) => there).length,
      bytes: source.size,
      digest,
    },
    metadata: { faults: faultsOf(checks), values: dossierValues(dossier, await schemeIn(opened)) },
    links,
    seal: await sealState(holding, opened, checks, ports, ports.now()),
    files: await filesIn(opened, manifest, places, ports, signal),
  };
}

const digestIn = (content: string): string => content.slice('sha256:'.length);
/** Materials, without the papers that seal adds. */
const materialsOf = ({ files }: PackageIndex): number =>
  new Set(files.filter(({ path }) => !OURS.has(path)).map(({ material }) => material)).size;
const OURS: ReadonlySet<string> = new Set([PLACES.document, PLACES.report]);

async function openedOver({ package: built, referenceCode }: Holding, source: Received['source']) {
  try {
    return await OpenedPackage.over(built, referenceCode, source);
  } catch (error) {
    if (error instanceof PackageFault) return null; // the checks name what is wrong with it
    throw error;
  }
}

async function manifestIn(opened: OpenedPackage): Promise<SealManifest | null> {
  const parsed = SealManifest.safeParse(jsonOf(await opened.read(PLACES.manifest, MOST_MANIFEST_BYTES)));
  return parsed.success ? parsed.data : null;
}

async function schemeIn(opened: OpenedPackage): Promise<Scheme | null> {
  const parsed = Scheme.safeParse(jsonOf(await opened.read(PLACES.scheme, MOST_SCHEME_BYTES)));
  return parsed.success ? parsed.data : null;
}

function jsonOf(bytes: Buffer | undefined): unknown {
  try {
    return bytes && JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // no JSON: the checks name it
    throw error;
  }
}

const failedOf = (checks: readonly ReceiptCheck[], codes: readonly string[]): string[] =>
  checks.filter(({ check, ok }) => !ok && codes.includes(check)).map(({ check }) => check);

/** Codes alone: details may show names of files. */
const layoutOf = (checks: readonly ReceiptCheck[]): PackageFacts['layout'] => ({
  profile: 'guidang-1',
  missing: failedOf(checks, ['BAG_FOLDER', 'BAG_DECLARATION', 'BAG_INFO', 'BAG_COMPLETE', 'FILES_REQUIRED']),
  unexpected: failedOf(checks, ['CASE_FILES']),
  unsafe: failedOf(checks, ['ZIP_NAMES', 'ZIP_KINDS']),
});
const packingOf = (checks: readonly ReceiptCheck[]): PackageFacts['packing'] => ({
  encrypted: false,
  problems: [
    ...failedOf(checks, ['ZIP_PLAIN']).map(() => 'ENTRY_METHOD'),
    ...failedOf(checks, ['ZIP_LIMITS']).map(() => 'ARCHIVE_BOMB'),
  ],
});
const faultsOf = (checks: readonly ReceiptCheck[]): string[] =>
  failedOf(
    checks,
    'ZIP_STRUCTURE ZIP_CONTENT BAG_MANIFEST BAG_TAGMANIFEST SEAL_OBJECTS CHAIN_LINKS CHAIN_WOVEN CHAIN_MANIFEST CHAIN_SEALED SCHEME REFERENCE_CODE CATALOGUE SM3_MANIFEST BASIC_INFORMATION MATERIAL_LIST PROCESS_INFORMATION README'.split(
      ' ',
    ),
  );
