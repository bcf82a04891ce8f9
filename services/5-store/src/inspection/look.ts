import { type Inspection, MOST_INSPECTION_FINDINGS, type PackageIndex } from '@guidang/contracts';
import type { TimestampTrust } from '@guidang/evidence';
import type { Inspector, Scanner } from '@guidang/formats';
import { checkPackage, PLACES, type Trust } from '@guidang/packaging';
import {
  callsForSomebody,
  countOutcomes,
  dossierValues,
  judgePackage,
  type PackageFacts,
  stageRules,
} from '@guidang/properties';
import type { Holding } from '../decide.ts';
import { manifestIn, openedOver, schemeIn } from '../opened.ts';
import type { Received } from '../received.ts';
import type { EvidencePorts } from '../renewal/evidence.ts';
import { faultsOf, layoutOf, packingOf } from '../rule/from-checks.ts';
import { withoutNames } from '../transfer/without-names.ts';
import { lookAtCopies } from './copies.ts';
import { factsOfElsewhere, lookBeside } from './elsewhere.ts';
import { filesIn } from './files.ts';
import { digestIn, NOTHING } from './nothing.ts';
import { sealState } from './seal-state.ts';

export interface LookPorts extends EvidencePorts {
  readonly trust: Trust;
  readonly timestamps: TimestampTrust;
  readonly inspector: Pick<Inspector, 'inspect'>;
  /** null: none is configured here, and nothing passes that rests on one */
  readonly scanner: Pick<Scanner, 'scan' | 'engine'> | null;
  /** bytes up to which a file is held in memory while it is looked at; default 64 MiB */
  readonly heldBytes?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What store knows of a case, and the index its package was announced with. */
export interface Kept {
  readonly holding: Holding;
  /** null of a package from elsewhere, which was announced by nobody here */
  readonly index: PackageIndex | null;
}

const RULES = stageRules('preservation');

/**
 * 定期检测: looks at a stored package again, in every place, as at something that came from a stranger: digests, structure, seal and evidence, every file opened by the readers of
 * today and scanned under the signatures of today; and judges it by the items of preservation.
 * @throws what may pass: a place or a scanner that cannot be had now
 */
export async function look({ holding, index }: Kept, ports: LookPorts, signal: AbortSignal): Promise<Inspection> {
  const of = { object: holding.package, copies: holding.copies, lockUntil: holding.lockUntil };
  const { copies, whole } = await lookAtCopies(of, ports.places, ports.spoolFolder);
  signal.throwIfAborted();
  try {
    const { elsewhere } = holding;
    const beside = elsewhere && (await lookBeside(holding, elsewhere, ports));
    const found = copies.find(({ state }) => state === 'changed')?.found ?? null;
    const facts = !whole
      ? lost(holding, found, ports.now())
      : index === null
        ? await factsOfElsewhere(holding, whole, beside?.contents, ports)
        : await factsOf(holding, index, whole, ports, signal);
    const findings = judgePackage(RULES, facts);
    const calling = findings.filter(callsForSomebody).slice(0, MOST_INSPECTION_FINDINGS);
    return {
      ...{ package: holding.package.content, rules: RULES.digest, copies: [...copies] },
      ...(beside && { reports: [...beside.copies] }),
      counts: countOutcomes(findings),
      findings: elsewhere ? calling.map(withoutNames) : calling,
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
  const opened = await openedOver(built, referenceCode, source);
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

/** Materials, without the papers that seal adds. */
const materialsOf = ({ files }: PackageIndex): number =>
  new Set(files.filter(({ path }) => !OURS.has(path)).map(({ material }) => material)).size;
const OURS: ReadonlySet<string> = new Set([PLACES.document, PLACES.report]);
