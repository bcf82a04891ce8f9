import { type Inspection, MOST_INSPECTION_FINDINGS, type PackageIndex, type ReceiptCheck } from '@guidang/contracts';
import type { TimestampTrust } from '@guidang/evidence';
import type { Inspector, Scanner } from '@guidang/formats';
import { type ByteSource, checkPackage, type Trust } from '@guidang/packaging';
import { countOutcomes, judgePackage, type PackageFacts, stageRules } from '@guidang/properties';
import type { Holding } from '../decide.ts';
import { manifestIn, openedOver, schemeIn } from '../opened.ts';
import type { Received } from '../received.ts';
import type { EvidencePorts } from '../renewal/evidence.ts';
import { type Announced, announcedIn, factsOfPackage, type LaidOpen, lostFacts } from '../rule/preservation.ts';
import { toldOf } from '../rule/told.ts';
import { withoutNames } from '../transfer/without-names.ts';
import { lookAtCopies } from './copies.ts';
import { factsOfElsewhere, lookBeside } from './elsewhere.ts';
import { filesIn } from './files.ts';
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
      ? lostFacts(holding, found, new Date(ports.now()).toISOString())
      : index === null
        ? await factsOfElsewhere(holding, whole, beside?.contents, ports, signal)
        : await factsOf(holding, index, whole, ports, signal);
    const findings = judgePackage(RULES, facts);
    const told = toldOf(findings).slice(0, MOST_INSPECTION_FINDINGS);
    return {
      ...{ package: holding.package.content, rules: RULES.digest, copies: [...copies] },
      ...(beside && { reports: [...beside.copies] }),
      ...readersOf(facts),
      counts: countOutcomes(findings),
      findings: elsewhere ? told.map(withoutNames) : told,
    };
  } finally {
    await whole?.close();
  }
}

async function factsOf(
  holding: Holding,
  index: PackageIndex,
  { source }: Received,
  ports: LookPorts,
  signal: AbortSignal,
): Promise<PackageFacts> {
  const at = new Date(ports.now()).toISOString();
  const checks = await checkPackage(source, ports.trust);
  const scanner = ports.scanner ? await ports.scanner.engine() : undefined;
  const announced = announcedIn(index);
  const open = await laidOpen(holding, announced, checks, source, ports, signal);
  return factsOfPackage({ at, holding, announced, size: source.size, checks, open, scanner });
}

async function laidOpen(
  holding: Holding,
  announced: Announced,
  checks: readonly ReceiptCheck[],
  source: ByteSource,
  ports: LookPorts,
  signal: AbortSignal,
): Promise<LaidOpen | null> {
  const opened = await openedOver(holding.package, holding.referenceCode, source);
  const manifest = opened && (await manifestIn(opened));
  if (!opened || !manifest) return null;
  const places = new Map(announced.files.map(({ content, path }) => [content, path]));
  return {
    ...{ manifest, scheme: await schemeIn(opened), has: (path) => opened.has(path) },
    seal: await sealState(holding, opened, checks, ports, ports.now()),
    files: await filesIn(opened, manifest, places, ports, signal),
  };
}

/** The readers that opened its files; absent where there were none to open. */
function readersOf({ files }: PackageFacts): Pick<Inspection, 'inspector'> {
  const inspector = files.find(({ looked }) => looked?.inspection)?.looked?.inspection?.inspector;
  return inspector === undefined ? {} : { inspector };
}
