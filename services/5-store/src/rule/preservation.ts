import type {
  CapturedFile,
  FileInspection,
  InspectedFile,
  PackageIndex,
  ReceiptCheck,
  Scheme,
  SealManifest,
} from '@guidang/contracts';
import { type DigestName, fromHex, type TimestampTrust, verifyRecord } from '@guidang/evidence';
import { PLACES } from '@guidang/packaging/places';
import { ARCHIVAL_FORMATS, dossierValues, type FileLookedAt, type PackageFacts } from '@guidang/properties';
import { faultsOf, layoutOf, packingOf } from './from-checks.ts';
import { OURS_TO_MEND } from './renewing.ts';
import { type CountingRecord, type Holding, manifestDigest } from './state.ts';

/** What nobody looked at. */
export const NOTHING = {
  ...{ layout: null, documents: null, metadata: null, referenceCodes: null, series: null, links: null },
  ...{ seal: null, packing: null, files: [], scanner: undefined, carrier: null },
} satisfies Partial<PackageFacts>;

export const digestIn = (content: string): string => content.slice('sha256:'.length);

/** What a package was announced with, as far as the items of preservation ask: how many materials, and where each content lies. */
export interface Announced {
  readonly items: number;
  readonly files: readonly { readonly content: string; readonly path: string }[];
}

/** Papers that seal adds are no materials. */
const OURS: ReadonlySet<string> = new Set([PLACES.document, PLACES.report]);

export const announcedIn = ({ files }: PackageIndex): Announced => ({
  items: new Set(files.filter(({ path }) => !OURS.has(path)).map(({ material }) => material)).size,
  files: files.map(({ content, path }) => ({ content, path })),
});

/** A package laid open. */
export interface LaidOpen {
  readonly manifest: SealManifest;
  readonly scheme: Scheme | null;
  readonly has: (path: string) => boolean;
  readonly files: readonly FileLookedAt[];
  readonly seal: NonNullable<PackageFacts['seal']>;
}

export interface LookedInto {
  /** when it was looked at, RFC 3339 */
  readonly at: string;
  readonly holding: Pick<Holding, 'package' | 'referenceCode'>;
  readonly announced: Announced;
  /** bytes of the copy that is whole */
  readonly size: number;
  readonly checks: readonly ReceiptCheck[];
  /** null: it cannot be laid open, or holds no manifest that can be read */
  readonly open: LaidOpen | null;
  readonly scanner: PackageFacts['scanner'];
}

/** What the items of preservation are told of a package of ours of which one copy at least is what was stored. The same for store, which looks, and for an auditor, who looks once more. */
export function factsOfPackage({ at, holding, announced, size, checks, open, scanner }: LookedInto): PackageFacts {
  const { package: built, referenceCode } = holding;
  const digest = digestIn(built.content);
  const plain = { ...NOTHING, at, scanner, layout: layoutOf(checks), packing: packingOf(checks) };
  const stated = { files: announced.files.length, bytes: built.size, digest };
  if (!open)
    return {
      ...plain,
      stated: { items: null, ...stated },
      found: { items: 0, files: 0, bytes: size, digest },
      metadata: { faults: [`${referenceCode}: MANIFEST_UNREADABLE`], values: [] },
      seal: 'broken',
    };
  const links = announced.files.map(({ path }) => ({ path, there: open.has(path) }));
  const { dossier } = open.manifest;
  return {
    ...plain,
    stated: { items: announced.items, ...stated },
    found: {
      items: dossier.materials.filter((one) => one.files.length > 0).length,
      files: links.filter(({ there }) => there).length,
      bytes: size,
      digest,
    },
    metadata: { faults: faultsOf(checks), values: dossierValues(dossier, open.scheme) },
    links,
    seal: open.seal,
    files: open.files,
  };
}

/** Nothing is left to be looked into: what there was said of it stands against nothing. @param found digest of what lies in the place of a copy; null where nothing does */
export const lostFacts = (
  { package: { content, size } }: Pick<Holding, 'package'>,
  found: string | null,
  at: string,
): PackageFacts => ({
  ...NOTHING,
  at,
  stated: { items: null, files: null, bytes: size, digest: digestIn(content) },
  found: { items: 0, files: 0, bytes: 0, digest: found ?? '0'.repeat(64) },
});

/** A file of the case in force, in the order of its materials. */
export interface InForce {
  readonly object: string;
  readonly captured: CapturedFile;
}

export const filesInForce = ({ dossier }: SealManifest): InForce[] =>
  dossier.materials.flatMap(({ material, files }) =>
    files.map((captured, i) => ({ object: `file:${material}/${i + 1}`, captured })),
  );

export const asLookedAt = ({ object, captured }: InForce, looked: InspectedFile): FileLookedAt => ({
  ...{ object, role: 'file', captured, looked },
  accepted: { formats: ARCHIVAL_FORMATS, by: 'archival' },
});

const MOST_PROBLEMS = 40;

/** What a reader says of a file, as far as it is judged. */
export interface ReaderSays extends Pick<FileInspection, 'inspector' | 'puid' | 'extensionAgrees' | 'readable'> {
  readonly family: string;
  readonly problems: readonly { readonly code: string }[];
  readonly pages?: number;
  readonly encrypted?: boolean;
}

export const inspectionOf = (facts: ReaderSays): FileInspection => ({
  ...{ inspector: facts.inspector, puid: facts.puid, format: facts.family },
  ...{ extensionAgrees: facts.extensionAgrees, readable: facts.readable },
  problems: [...new Set(facts.problems.map(({ code }) => code))].slice(0, MOST_PROBLEMS),
  pages: facts.pages ?? null,
  encrypted: facts.encrypted ?? false,
  // How its pages look was judged when it was taken in, and has not changed with bytes that have not.
  quality: null,
});

const OF_SEAL = /^(SEAL_(MANIFEST|TIMESTAMP|PATH|SIGNATURE|RECORD|VALIDATION)|DOCUMENT_SIGNATURE)$/;

/**
 * Whether everything that vouches for a package does so at a moment: its seal as a stranger verified it, and the evidence record that counts of each suite, renewed or not.
 * @param record bytes of a record that counts; null where they are not the ones that the links name
 */
export function sealStateBy(
  holding: Pick<Holding, 'manifest' | 'digests' | 'records'>,
  checks: readonly ReceiptCheck[],
  record: (counts: CountingRecord) => Buffer | null,
  trust: { readonly timestamps: TimestampTrust; readonly at: number },
): NonNullable<PackageFacts['seal']> {
  const failed = checks.filter(({ check, ok }) => OF_SEAL.test(check) && !ok);
  const codes = failed.map(({ detail }) => detail.split(':', 1)[0]!);
  for (const counts of holding.records) {
    const bytes = record(counts);
    if (bytes === null) return 'broken';
    const digest = (name: DigestName) => fromHex(manifestDigest(holding, name) ?? '-');
    const verdict = verifyRecord(bytes, [{ name: 'manifest', digest }], { ...trust, exactly: true });
    if (!verdict.ok) codes.push(verdict.code);
  }
  if (codes.length === 0) return 'verified';
  return codes.every((code) => OURS_TO_MEND.has(code)) ? 'not-trusted' : 'broken';
}
