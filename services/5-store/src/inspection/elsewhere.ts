import type { InspectedCopy, ReceivedContents } from '@guidang/contracts';
import { type DigestName, fromHex, verifyRecord } from '@guidang/evidence';
import type { PackageFacts } from '@guidang/properties';
import type { Holding } from '../decide.ts';
import type { Received } from '../received.ts';
import { evidenceOf } from '../renewal/evidence.ts';
import { digestIn, NOTHING } from '../rule/preservation.ts';
import { OURS_TO_MEND } from '../rule/renewing.ts';
import { type Elsewhere, manifestDigest } from '../rule/state.ts';
import { contentsIn } from '../transfer/contents.ts';
import { describe, type ListedFile } from '../transfer/describe.ts';
import { openBytes } from '../transfer/open-package.ts';
import { PROFILES, profileOf, TransferProfile } from '../transfer/profile.ts';
import { factsOf } from '../transfer/receive.ts';
import { lookAtCopies } from './copies.ts';
import type { LookPorts } from './look.ts';

/** The report beside a package from elsewhere: every copy of it, and what it says is in the package. */
export async function lookBeside(
  { lockUntil }: Holding,
  { report, reports }: Elsewhere,
  { places, spoolFolder }: LookPorts,
): Promise<{ readonly copies: readonly InspectedCopy[]; readonly contents: ReceivedContents | undefined }> {
  const { copies, whole } = await lookAtCopies({ object: report, copies: reports, lockUntil }, places, spoolFolder);
  try {
    return { copies, contents: whole ? contentsIn(await whole.source.read(0, report.size)) : undefined };
  } finally {
    await whole?.close();
  }
}

/**
 * What is found of a package from elsewhere today: read by the profile it was received by, every file held against what it was then. Where its report cannot be had, and its profile is none of ours, only its bytes and its evidence are
 * looked at, and nothing passes that rests on more. @throws what may pass
 */
export async function factsOfElsewhere(
  holding: Holding,
  { source }: Received,
  contents: ReceivedContents | undefined,
  ports: LookPorts,
  signal: AbortSignal,
): Promise<PackageFacts> {
  const at = new Date(ports.now()).toISOString();
  const { content, size } = holding.package;
  const stated = {
    items: contents?.items ?? null,
    files: contents?.files ?? null,
    bytes: size,
    digest: digestIn(content),
  };
  const seal = await sealOf(holding, ports);
  const profile = profileFor(holding.elsewhere!, contents);
  if (!profile) {
    const found = { items: 0, files: 0, bytes: source.size, digest: digestIn(content) };
    return { ...NOTHING, at, stated, found, seal };
  }
  const from = await openBytes(await source.read(0, source.size));
  const described = describe(from.files, profile);
  const then = new Map(contents?.listed.map((one) => [one.entry, one]));
  const listed = described.listed.map((one): ListedFile => {
    const known = then.get(`${from.top}${one.path}`);
    if (!known) return one;
    const digest = { algorithm: 'SHA256', hex: digestIn(known.content) };
    return { ...one, size: known.size, format: known.format, digest };
  });
  const facts = await factsOf(
    from,
    profile,
    { ...described, listed },
    { at, stated, carrier: null },
    { ...ports, signal },
  );
  return { ...facts, seal };
}

function profileFor({ profile }: Elsewhere, contents: ReceivedContents | undefined): TransferProfile | undefined {
  const told = TransferProfile.safeParse(contents?.layout);
  if (told.success) return told.data;
  return (PROFILES as readonly string[]).includes(profile) ? profileOf(profile) : undefined;
}

/** 固化信息 of a package that came without a seal of ours: the evidence records that were made over it since. @throws what may pass */
async function sealOf(holding: Holding, ports: LookPorts): Promise<NonNullable<PackageFacts['seal']>> {
  if (holding.records.length === 0) return 'none';
  const codes: string[] = [];
  for (const counts of holding.records) {
    const { record } = await evidenceOf(ports, holding, counts, null);
    const digest = (name: DigestName) => fromHex(manifestDigest(holding, name) ?? '-');
    const trust = { timestamps: ports.timestamps, exactly: true, at: ports.now() };
    const verdict = verifyRecord(record, [{ name: 'package', digest }], trust);
    if (!verdict.ok) codes.push(verdict.code);
  }
  if (codes.length === 0) return 'verified';
  return codes.every((code) => OURS_TO_MEND.has(code)) ? 'not-trusted' : 'broken';
}
