import { type Bytes, base64url, hexOf, Odd, same, sha256Of, textOf, unbase64, unbase64url } from './bytes.ts';
import { certificateOf, leadsToAnchor, pemCertificates } from './certificates.ts';
import { holdCopies } from './copies.ts';
import {
  cosignedAt,
  indexBy,
  isSignedBy,
  leafOf,
  noteKeyOf,
  type OpenNote,
  openNote,
  rootFrom,
  stampedRoot,
} from './log.ts';
import { jwsHolds, NotHere } from './signature.ts';
import { openToken, type Stamp } from './token.ts';
import { unzip } from './zip.ts';

/** What is looked at, in this order. */
export const PROOF_CHECKS = {
  FILES: { zh: '文件齐全，链节摘要相符', en: 'All files are there, and links have their digests' },
  CHECKPOINT: { zh: '存证点由日志签名', en: 'The checkpoint is signed by the log' },
  WITNESSES: { zh: '存证点经见证方联署', en: 'The checkpoint is cosigned by the witnesses' },
  STAMPED: { zh: '存证点附可信时间戳', en: 'The checkpoint bears a trusted timestamp' },
  INCLUSION: { zh: '每一链节都在存证日志中', en: 'Every link stands in the log' },
  CHAIN: { zh: '链节首尾相接，无缺无改', en: 'Links follow one another, none missing' },
  COPIES: { zh: '另附的文件与链节一致', en: 'What lies here for other tools is what the links say' },
  MANIFEST: { zh: '固化清单与链节一致', en: 'The manifest is the one that was sealed, and names these links' },
  SIGNATURE: { zh: '固化签名有效', en: 'The signature of the seal holds' },
  TIMESTAMP: { zh: '固化时间戳有效', en: 'The timestamp of the seal holds' },
  NATIONAL: { zh: '国密签名与时间戳', en: 'Signature and timestamp in the national suite' },
} as const;
export type ProofCheck = keyof typeof PROOF_CHECKS;

export interface CheckedProof {
  readonly case: string;
  /** `holds` where every check that could be made holds; `fails` where one does not. */
  readonly verdict: 'holds' | 'fails';
  readonly checks: readonly {
    readonly check: ProofCheck;
    readonly state: 'ok' | 'bad' | 'not-run';
    readonly detail: string;
  }[];
  readonly links: readonly {
    readonly step: string;
    readonly type: string;
    readonly time: string;
    readonly sha256: string;
  }[];
  /** Objects of the case by SHA-256: whoever has a file of it compares its digest. */
  readonly objects: readonly string[];
  /** The archival package by SHA-256; null before it was made. */
  readonly package: string | null;
}

interface ProofLink {
  readonly file: string;
  readonly sha256: string;
  readonly index: number;
  readonly inclusion: string;
}
interface ProofIndex {
  readonly format: string;
  readonly version: number;
  readonly case: string;
  readonly links: readonly ProofLink[];
}
interface ProofAnchors {
  readonly log: { readonly origin: string; readonly vkey: string };
  readonly witnesses: readonly { readonly name: string; readonly vkey: string }[];
  readonly quorum: number;
  readonly tsa: { readonly certificates: readonly string[]; readonly policies: readonly string[] };
  readonly signers: { readonly certificates: readonly string[] };
}
/** A link as far as a proof reads it. */
interface ReadLink {
  readonly case: string;
  readonly step: string;
  readonly seq: number;
  readonly previous: string | null;
  readonly input: { readonly topic: string; readonly sha256: string };
  readonly type: string;
  readonly time: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly sha256: string;
}
interface Seal {
  readonly manifest: { readonly content: string };
  readonly signature: string | null;
  readonly timestamp: {
    readonly token: string;
    readonly root: string;
    readonly path: readonly (readonly string[])[];
  } | null;
  readonly national: object | null;
}

/** What is not there to be looked at, which is no fault. */
class NothingThere extends Error {}

/** Judges a case proof by the anchors: a file that did not come from whoever gave the proof. Never throws, whatever the bytes. */
export async function checkProof(zip: Uint8Array, anchorsText: string): Promise<CheckedProof> {
  const checks: { check: ProofCheck; state: 'ok' | 'bad' | 'not-run'; detail: string }[] = [];
  const say = async <T>(check: ProofCheck, work: () => Promise<readonly [T, string]>): Promise<T | undefined> => {
    try {
      const [value, detail] = await work();
      checks.push({ check, state: 'ok', detail });
      return value;
    } catch (error) {
      const state = error instanceof NotHere || error instanceof NothingThere ? 'not-run' : 'bad';
      checks.push({ check, state, detail: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  };
  const read = await say('FILES', async () => {
    const files = unzip(Uint8Array.from(zip) as Bytes);
    const index = JSON.parse(textOf(fileIn(files, 'proof.json'))) as ProofIndex;
    if (index.format !== 'guidang-case-proof' || index.version !== 1) throw new Odd('no case proof of version 1');
    const links = await Promise.all(index.links.map((link) => readLink(files, link, index.case)));
    return [{ files, index, links, anchors: JSON.parse(anchorsText) as ProofAnchors }, `${links.length}`];
  });
  if (!read) return { case: '', verdict: 'fails', checks, links: [], objects: [], package: null };
  const { files, index, links, anchors } = read;
  const note = await say('CHECKPOINT', async () => {
    const opened = openNote(fileIn(files, 'checkpoint'));
    if (opened.origin !== anchors.log.origin) throw new Odd(`the log of ${opened.origin}`);
    if (!(await isSignedBy(opened, await noteKeyOf(anchors.log.vkey)))) throw new Odd('the log has not signed it');
    return [opened, `${opened.origin}, ${opened.size}`];
  });
  await say('WITNESSES', () => witnesses(note, anchors));
  await say('STAMPED', () => stamped(files, anchors));
  await say('INCLUSION', () => included(files, index, note));
  await say('CHAIN', () => chained(links));
  const sealed = links.find(({ type }) => type === 'CaseSealed');
  await say('COPIES', async () => [null, `${holdCopies(files, index.links, sealed?.facts)}`]);
  const seal = sealed?.facts as unknown as Seal | undefined;
  const manifest = await say('MANIFEST', () => manifestOf(files, seal, links));
  const stamp = await say('TIMESTAMP', () => sealStamp(seal, anchors));
  await say('SIGNATURE', () => signed(seal, manifest?.bytes, stamp, anchors));
  await say('NATIONAL', async () => {
    if (!seal?.national) throw new NothingThere('没有 / none');
    throw new NotHere('本程序不含 SM2/SM3，请用 guidang verify / this program has no SM2 and SM3: guidang verify has');
  });
  checks.sort((a, b) => ORDER.indexOf(a.check) - ORDER.indexOf(b.check));
  return {
    case: index.case,
    verdict: checks.some(({ state }) => state === 'bad') ? 'fails' : 'holds',
    checks,
    links: links.map(({ step, type, time, sha256 }) => ({ step, type, time, sha256 })),
    objects: manifest?.objects ?? [],
    package: packageOf(links),
  };
}

const ORDER = Object.keys(PROOF_CHECKS) as ProofCheck[];

function fileIn(files: ReadonlyMap<string, Bytes>, name: string): Bytes {
  const bytes = files.get(name);
  if (!bytes) throw new Odd(`缺少 ${name} / ${name} is missing`);
  return bytes;
}

async function readLink(
  files: ReadonlyMap<string, Bytes>,
  { file, sha256 }: ProofLink,
  name: string,
): Promise<ReadLink> {
  const bytes = fileIn(files, file);
  const digest = hexOf(await sha256Of(bytes));
  if (digest !== sha256) throw new Odd(`${file}: ${digest}`);
  const link = JSON.parse(textOf(bytes)) as ReadLink;
  if (link.case !== name) throw new Odd(`${file} 属于另一办件 / is of another case`);
  return { ...link, sha256 };
}

async function witnesses(
  note: OpenNote | undefined,
  { witnesses: known, quorum }: ProofAnchors,
): Promise<readonly [number, string]> {
  if (!note) throw new NothingThere('没有可信的存证点 / there is no checkpoint to believe');
  const names: string[] = [];
  for (const { name, vkey } of known) {
    const time = await cosignedAt(note, await noteKeyOf(vkey));
    if (time !== undefined) names.push(`${name} ${new Date(time * 1000).toISOString()}`);
  }
  if (names.length < quorum) throw new Odd(`${names.length} < ${quorum}`);
  return [names.length, names.join(', ')];
}

async function stamped(files: ReadonlyMap<string, Bytes>, anchors: ProofAnchors): Promise<readonly [Stamp, string]> {
  const token = files.get('checkpoint.tst');
  if (!token) throw new NothingThere('没有 / none');
  const stamp = await openToken(token, pemCertificates(anchors.tsa.certificates.join('\n')), anchors.tsa.policies);
  if (!same(stamp.imprint, await sha256Of(fileIn(files, 'checkpoint')))) throw new Odd('it is over something else');
  return [stamp, new Date(stamp.time).toISOString()];
}

async function included(
  files: ReadonlyMap<string, Bytes>,
  { links }: ProofIndex,
  note: OpenNote | undefined,
): Promise<readonly [number, string]> {
  if (!note) throw new NothingThere('没有可信的存证点 / there is no checkpoint to believe');
  if (links.length === 0) throw new Odd('没有链节 / no link');
  if (new Set(links.map(({ index }) => index)).size !== links.length)
    throw new Odd('two links at one place of the log');
  for (const { file, inclusion, index } of links) {
    const lines = textOf(fileIn(files, inclusion)).split('\n').slice(0, -1);
    if (!indexBy(lines, index, note.size)) throw new Odd(`${inclusion} is of another place`);
    const root = await rootFrom(await leafOf(fileIn(files, file)), lines);
    if (!same(root, note.root)) throw new Odd(`${file} 不在日志中 / does not lead to the root`);
  }
  return [links.length, `${links.length}`];
}

/** Within a step one by one, each naming the one before; and what answers a link of the archive answers one that is here. */
async function chained(links: readonly ReadLink[]): Promise<readonly [number, string]> {
  const here = new Set(links.map(({ sha256 }) => sha256));
  const heads = new Map<string, { seq: number; sha256: string }>();
  for (const { step, seq, previous, input, sha256 } of links) {
    const before = heads.get(step);
    if (seq !== (before ? before.seq + 1 : 0) || previous !== (before?.sha256 ?? null)) throw new Odd(`${step} ${seq}`);
    if (input.topic.startsWith('archive.') && !here.has(input.sha256)) throw new Odd(`${step} ${seq}: input`);
    heads.set(step, { seq, sha256 });
  }
  return [links.length, [...heads].map(([step, { seq }]) => `${step} ${seq + 1}`).join(', ')];
}

async function manifestOf(
  files: ReadonlyMap<string, Bytes>,
  seal: Seal | undefined,
  links: readonly ReadLink[],
): Promise<readonly [{ bytes: Bytes; objects: string[] }, string]> {
  if (!seal) throw new NothingThere('尚未固化 / not sealed yet');
  const bytes = fileIn(files, 'seal/manifest.json');
  const digest = `sha256:${hexOf(await sha256Of(bytes))}`;
  if (digest !== seal.manifest.content) throw new Odd(`${digest} ≠ ${seal.manifest.content}`);
  const manifest = JSON.parse(textOf(bytes)) as {
    links: readonly { sha256: string }[];
    objects: readonly { content: string }[];
  };
  const here = new Set(links.map(({ sha256 }) => sha256));
  const missing = manifest.links.filter(({ sha256 }) => !here.has(sha256));
  if (missing.length > 0) throw new Odd(`${missing.length} 条链节不在此 / links are not here`);
  const objects = manifest.objects.map(({ content }) => content.replace('sha256:', ''));
  return [{ bytes, objects }, `${manifest.links.length} + ${objects.length}`];
}

async function sealStamp(seal: Seal | undefined, anchors: ProofAnchors): Promise<readonly [Stamp, string]> {
  if (!seal?.timestamp) throw new NothingThere('没有 / none');
  const { token, root, path } = seal.timestamp;
  const stamp = await openToken(
    unbase64(token),
    pemCertificates(anchors.tsa.certificates.join('\n')),
    anchors.tsa.policies,
  );
  if (hexOf(stamp.imprint) !== root) throw new Odd('the token is over something else');
  const digest = Uint8Array.from(seal.manifest.content.slice(7).match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  );
  if ((await stampedRoot(digest as Bytes, path)) !== root)
    throw new Odd('the manifest does not lead to what was stamped');
  return [stamp, new Date(stamp.time).toISOString()];
}

async function signed(
  seal: Seal | undefined,
  manifest: Bytes | undefined,
  stamp: Stamp | undefined,
  anchors: ProofAnchors,
): Promise<readonly [null, string]> {
  if (!seal?.signature) throw new NothingThere('没有 / none');
  if (!manifest || !stamp) throw new Odd('没有可信的清单或时间 / there is no manifest or no time to believe');
  const [head = '', middle, signature = '', ...more] = seal.signature.split('.');
  if (middle !== '' || more.length > 0) throw new Odd('no detached JWS');
  const header = JSON.parse(textOf(unbase64url(head))) as {
    alg: string;
    x5c: readonly string[];
    crit?: unknown;
    b64?: unknown;
  };
  if (header.crit !== undefined || header.b64 !== undefined) throw new Odd('a JWS with extensions');
  const [leaf, ...pool] = header.x5c.map((one) => certificateOf(unbase64(one)));
  if (!leaf) throw new Odd('a JWS without a certificate');
  if (!(await jwsHolds(leaf.spki, header.alg, `${head}.${base64url(manifest)}`, unbase64url(signature))))
    throw new Odd('the signature does not hold');
  const trusted = pemCertificates(anchors.signers.certificates.join('\n'));
  if (!leaf.maySign || !(await leadsToAnchor(leaf, pool, trusted, stamp.time)))
    throw new Odd('the certificate leads to none that is trusted');
  return [null, `${header.alg}, ${new Date(stamp.time).toISOString()}`];
}

function packageOf(links: readonly ReadLink[]): string | null {
  const packaged = links.findLast(({ type }) => type === 'CasePackaged' || type === 'CaseStored');
  const content = (packaged?.body as { package?: { content?: string } } | undefined)?.package?.content;
  return content?.replace('sha256:', '') ?? null;
}
