import { digestByOid, digestKind, digestOf, nameOfAlgorithm } from '../algorithm/index.ts';
import { type CmsFailure, type CmsTrust, parseCms, type VerifiedSigner, verifyCms } from '../cms/index.ts';
import { GM_SIGNED_DATA } from '../cms/names.ts';
import { der } from '../der/index.ts';
import { fromBase64, sm3 } from '../digest.ts';
import { type ESealFailure, type VerifiedESealSignature, verifyESealSignature } from '../eseal/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { childOf, childrenNamed, readXml, type XmlElement, XmlFault } from '../xml/read.ts';

/** The entries of an OFD by their paths, unpacked: who reads the container decides what it can hold. */
export type OfdEntries = ReadonlyMap<string, Uint8Array>;

export type OfdFailure =
  | 'OFD_FORMAT'
  | 'OFD_UNSIGNED'
  | 'OFD_ALGORITHM'
  | 'OFD_MISSING'
  | 'OFD_DIGEST'
  | 'OFD_UNCOVERED'
  | ESealFailure
  | CmsFailure;

/** One signature of an OFD that holds: `Seal` by GB/T 38540, `Sign` by GB/T 35275. */
export interface VerifiedOfdSignature {
  readonly id: string;
  readonly type: 'Seal' | 'Sign';
  /** Path of its Signature.xml. */
  readonly path: string;
  /** Files whose digests it carries. */
  readonly covered: readonly string[];
  readonly seal: VerifiedESealSignature | null;
  readonly signer: VerifiedSigner | null;
}

/** Namespaces of GB/T 33190-2016, and of files of before. */
const SPACES: ReadonlySet<string> = new Set(['http://www.ofdspec.org/2016', 'http://www.ofdspec.org']);
const MAX_SIGNATURES = 64;
const MAX_REFERENCES = 100_000;

class OfdFault extends Error {
  readonly code: OfdFailure;
  constructor(code: OfdFailure, message: string) {
    super(message);
    this.code = code;
  }
}
const fail = (code: OfdFailure, what: string): never => {
  throw new OfdFault(code, what);
};

/** A path of the container, from a place that may be absolute or relative to a file. */
const resolvePath = (from: string, to: string): string => {
  const parts = to.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) fail('OFD_FORMAT', `${to} leads out of the file`);
  }
  return parts.join('/');
};

const entryOf = (entries: OfdEntries, path: string): Uint8Array =>
  entries.get(path) ?? fail('OFD_MISSING', `${path} is not in the file`);

const documentOf = (entries: OfdEntries, path: string, root: string): XmlElement => {
  let document: XmlElement;
  try {
    document = readXml(entryOf(entries, path));
  } catch (error) {
    if (error instanceof XmlFault) return fail('OFD_FORMAT', `${path}: ${error.message}`);
    throw error;
  }
  if (document.name !== root || !SPACES.has(document.space)) fail('OFD_FORMAT', `${path} is no ${root} of OFD`);
  return document;
};

interface Listed {
  readonly id: string;
  readonly type: 'Seal' | 'Sign';
  readonly path: string;
  /** Signature.xml, the signed value, the seal beside it: what a signature cannot cover. */
  readonly own: readonly string[];
  readonly document: XmlElement;
}

const textOf = (element: XmlElement | undefined, what: string): string =>
  element ? element.text.trim() : fail('OFD_FORMAT', `${what} is missing`);

/** All signatures, as OFD.xml and Signatures.xml list them. */
const listSignatures = (entries: OfdEntries): { lists: string[]; signatures: Listed[] } => {
  const root = documentOf(entries, 'OFD.xml', 'OFD');
  const lists = childrenNamed(root, 'DocBody').flatMap((body) => {
    const at = childOf(body, 'Signatures');
    return at ? [resolvePath('OFD.xml', at.text.trim())] : [];
  });
  const signatures = lists.flatMap((list) =>
    childrenNamed(documentOf(entries, list, 'Signatures'), 'Signature').map((item): Listed => {
      const path = resolvePath(list, item.attributes.get('BaseLoc') ?? '');
      const document = documentOf(entries, path, 'Signature');
      const value = resolvePath(path, textOf(childOf(document, 'SignedValue'), `${path}: SignedValue`));
      const seal = childOf(childOf(childOf(document, 'SignedInfo'), 'Seal'), 'BaseLoc');
      const type = item.attributes.get('Type') ?? 'Seal';
      if (type !== 'Seal' && type !== 'Sign') return fail('OFD_FORMAT', `${path}: a signature of the kind ${type}`);
      return {
        id: item.attributes.get('ID') ?? '',
        type,
        path,
        own: [path, value, ...(seal ? [resolvePath(path, seal.text.trim())] : [])],
        document,
      };
    }),
  );
  if (signatures.length > MAX_SIGNATURES) fail('OFD_FORMAT', `${signatures.length} signatures`);
  return { lists, signatures };
};

/** The standard wants an object identifier; some write a name. */
const BY_NAME: Readonly<Record<string, string>> = { SM3: digestKind('sm3').oid, SHA256: digestKind('sha256').oid };

/** Recomputes the digest of every file the signature names; gives their paths. */
const checkReferences = (entries: OfdEntries, { path, document }: Listed): string[] => {
  const references = childOf(childOf(document, 'SignedInfo'), 'References');
  const method = references?.attributes.get('CheckMethod') ?? 'MD5';
  const kind = digestByOid(BY_NAME[method.toUpperCase()] ?? method);
  if (!kind)
    return fail('OFD_ALGORITHM', `${path}: digest ${nameOfAlgorithm(method).toLowerCase()} is not one we verify`);
  const listed = childrenNamed(references, 'Reference');
  if (listed.length === 0 || listed.length > MAX_REFERENCES) fail('OFD_FORMAT', `${path}: ${listed.length} references`);
  return listed.map((reference) => {
    const file = resolvePath('OFD.xml', reference.attributes.get('FileRef') ?? '');
    const value = fromBase64(
      textOf(childOf(reference, 'CheckValue'), `${path}: CheckValue of ${file}`).replace(/\s/g, ''),
    );
    if (!value?.equals(digestOf(kind.name, entryOf(entries, file))))
      fail('OFD_DIGEST', `${file} is not what ${path} covers`);
    return file;
  });
};

/** Some write SignedData without the ContentInfo around it. */
export const asContentInfo = (bytes: Uint8Array): Uint8Array => {
  const first = bytes[1] ?? 0;
  const inner = bytes[2 + (first > 0x80 ? first & 0x7f : 0)];
  return inner === 0x02 ? der.sequence(der.oid(GM_SIGNED_DATA), der.context(0, bytes)) : bytes;
};

/** A digital signature (GB/T 35275): over Signature.xml, or over its SM3, carried inside; as raw bytes or, with some, in base64. */
const verifySign = (value: Uint8Array, document: Uint8Array, trust: CmsTrust): Verdict<VerifiedSigner, OfdFailure> => {
  const bytes = asContentInfo(value);
  const cms = parseCms(bytes);
  if (!cms.ok) return cms;
  const digest = sm3(document);
  const { content } = cms.value;
  const inside = content?.equals(digest) || (content && fromBase64(content.toString('latin1').trim())?.equals(digest));
  if (content && !inside) return refuse('CMS_CONTENT', 'the signature is over another Signature.xml');
  const verified = verifyCms(bytes, content ? null : document, { ...trust, naming: trust.naming ?? 'none' });
  return verified.ok ? pass(verified.value.signers[0]!) : verified;
};

/** `today`: the file as it is shown now. `as-signed`: what a signature covers, whatever lies beside it. */
export type OfdView = 'today' | 'as-signed';

/** One signature of an OFD, to be judged as often and under as much trust as somebody wishes. */
export interface OfdSignature {
  readonly type: 'Seal' | 'Sign';
  /** The signed value as it lies, nothing verified; null where it is not there. */
  readonly value: Uint8Array | null;
  readonly judge: (trust: CmsTrust, view?: OfdView) => Verdict<VerifiedOfdSignature, OfdFailure>;
}

const judgedOfd = <T>(read: () => Verdict<T, OfdFailure>): Verdict<T, OfdFailure> => {
  try {
    return read();
  } catch (error) {
    if (error instanceof OfdFault) return refuse(error.code, error.message);
    throw error;
  }
};

const judgeOne = (
  entries: OfdEntries,
  signature: Listed,
  free: ReadonlySet<string>,
  trust: CmsTrust,
  view: OfdView,
): Verdict<VerifiedOfdSignature, OfdFailure> => {
  const { id, type, path, own } = signature;
  const covered = checkReferences(entries, signature);
  const seen = new Set([...free, ...covered]);
  const bare = [...entries.keys()].filter((name) => !name.endsWith('/') && !seen.has(name));
  if (bare.length > 0 && view === 'today')
    return refuse('OFD_UNCOVERED', `${path} does not cover ${bare.slice(0, 5).join(', ')}`);
  const document = entryOf(entries, path);
  const value = entryOf(entries, own[1]!);
  if (type === 'Seal') {
    const seal = verifyESealSignature(value, document, trust);
    if (!seal.ok) return refuse(seal.code, `${path}: ${seal.detail}`);
    if (resolvePath('OFD.xml', seal.value.property) !== path)
      return refuse('ESEAL_DATA', `${path}: the signature names ${seal.value.property}`);
    return pass({ id, type, path, covered, seal: seal.value, signer: null });
  }
  const signer = verifySign(value, document, trust);
  if (!signer.ok) return refuse(signer.code, `${path}: ${signer.detail}`);
  return pass({ id, type, path, covered, seal: null, signer: signer.value });
};

/** Every signature of an OFD as its lists name them, none of them verified; none where nobody has signed. Never throws, whatever the entries. */
export const ofdSignatures = (entries: OfdEntries): Verdict<readonly OfdSignature[], OfdFailure> =>
  judgedOfd(() => {
    const { lists, signatures } = listSignatures(entries);
    const free = new Set([...lists, ...signatures.flatMap(({ own }) => own)]);
    return pass(
      signatures.map((signature) => ({
        type: signature.type,
        value: entries.get(signature.own[1]!) ?? null,
        judge: (trust, view = 'today') => judgedOfd(() => judgeOne(entries, signature, free, trust, view)),
      })),
    );
  });

/**
 * Verifies every signature of an OFD (GB/T 33190-2016 §18, GM/T 0099-2020): the digest of each file a signature names, that it names every file there is
 * but those of signatures, then its signature over Signature.xml with certificate, chain and, for a seal, the seal and its maker. One that does
 * not hold refuses the whole. Never throws, whatever the entries.
 */
export const verifyOfd = (
  entries: OfdEntries,
  trust: CmsTrust,
): Verdict<readonly VerifiedOfdSignature[], OfdFailure> => {
  const found = ofdSignatures(entries);
  if (!found.ok) return found;
  if (found.value.length === 0) return refuse('OFD_UNSIGNED', 'nobody has signed this file');
  const verified: VerifiedOfdSignature[] = [];
  for (const one of found.value) {
    const judgement = one.judge(trust);
    if (!judgement.ok) return judgement;
    verified.push(judgement.value);
  }
  return pass(verified);
};
