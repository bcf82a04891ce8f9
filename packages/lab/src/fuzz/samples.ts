import { generateKeyPairSync, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import {
  buildHashTree,
  checkpointText,
  cosign,
  digestOf,
  formatProof,
  jwsSigner,
  leafHash,
  NOTE_COSIGNATURE,
  type NoteKey,
  newRecord,
  noteKey,
  objectOfBytes,
  recordBytes,
  rehashDigests,
  renewalDigest,
  type Signer,
  sha256,
  signCms,
  signDetached,
  signerOf,
  signNote,
  signPdf,
  sm3,
  timestampRequest,
  tokenOfResponse,
  withRehash,
  withRenewal,
} from '@guidang/evidence';
import { algorithmOfKey, issue, revocationList, signWith } from '../ca/index.ts';
import { makeSeal, plainOfd, signOfd, signWithSeal } from '../eseal/index.ts';
import { answer } from '../tsa/index.ts';

/** Whole and right evidence of every kind, made afresh: what a fuzzer starts from. */
export interface Samples {
  readonly root: X509Certificate;
  readonly smRoot: X509Certificate;
  readonly log: NoteKey;
  readonly witness: NoteKey;
  readonly at: number;
  readonly data: Buffer;
  readonly certificate: Buffer;
  readonly token: Buffer;
  readonly smToken: Buffer;
  readonly response: Buffer;
  readonly request: Buffer;
  readonly list: Buffer;
  readonly cms: Buffer;
  readonly smCms: Buffer;
  readonly record: Buffer;
  readonly seal: Buffer;
  readonly sealSignature: Buffer;
  readonly ofd: ReadonlyMap<string, Buffer>;
  readonly pdf: Buffer;
  readonly signedPdf: Buffer;
  readonly jws: string;
  readonly note: string;
  readonly proof: string;
  readonly leaf: Buffer;
}

const DAY = 86_400_000;
const SMALL_PDF = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>',
];

const smallPdf = (): Buffer => {
  let text = '%PDF-1.4\n';
  const places = SMALL_PDF.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  return Buffer.from(
    `${text}xref\n0 4\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
  );
};

interface House {
  readonly root: X509Certificate;
  readonly key: (name: string) => KeyObject;
  readonly certificate: (use: 'timestamp' | 'seal', name: string) => X509Certificate;
  readonly response: (digest: Uint8Array, algorithm: 'sha256' | 'sha512' | 'sm3', at: number) => Buffer;
  readonly token: (digest: Uint8Array, algorithm?: 'sha256' | 'sha512' | 'sm3', at?: number) => Buffer;
  readonly list: () => Buffer;
}

const houseOf = (curve: 'P-256' | 'SM2', now: number): House => {
  const keys = new Map<string, KeyObject>();
  const key = (name: string): KeyObject => {
    const found = keys.get(name) ?? generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
    keys.set(name, found);
    return found;
  };
  const name = (cn: string) => ({ C: 'CN', O: '归档实验室', CN: cn });
  const span = { from: new Date(now - 100 * DAY), until: new Date(now + 3650 * DAY) };
  const issuer = { name: name(`Fuzz Root ${curve}`), key: key('root') };
  const certificate: House['certificate'] = (use, cn) =>
    issue({ use, subject: name(cn), key: key(cn), ...span, issuer });
  const authority = {
    certificate: certificate('timestamp', 'TSA'),
    key: key('TSA'),
    policy: '2.25.1',
    suite: curve === 'SM2' ? ('gm' as const) : ('pkcs' as const),
  };
  let serial = 0n;
  const response: House['response'] = (digest, algorithm, at) => {
    const said = answer(timestampRequest({ digest, algorithm, nonce: 1n }), authority, () => ++serial, new Date(at));
    if (!said) throw new RangeError('the authority did not understand');
    return said;
  };
  return {
    root: issue({ use: 'authority', subject: issuer.name, key: issuer.key, ...span }),
    key,
    certificate,
    response,
    token: (digest, algorithm = 'sha256', at = now) => {
      const token = tokenOfResponse(response(digest, algorithm, at));
      if (!token.ok) throw new RangeError(token.detail);
      return token.value;
    },
    list: () =>
      revocationList(issuer.name, issuer.key, new Date(now - DAY), new Date(now + 100 * DAY), [
        { certificate: authority.certificate, at: new Date(now + DAY), reason: 5 },
      ]),
  };
};

const recordOf = (house: House, data: Buffer, now: number): Buffer => {
  const object = objectOfBytes('data', data);
  const tree = buildHashTree([[sha256(data)], [sha256('beside')]]);
  const first = newRecord('sha256', tree.trees[0]!, house.token(tree.root));
  const second = withRenewal(first, null, house.token(renewalDigest(first).digest, 'sha256', now + 1000));
  const over = buildHashTree([rehashDigests(second, [object], 'sha512'), [digestOf('sha512', 'beside')]], 'sha512');
  return recordBytes(withRehash(second, 'sha512', over.trees[0]!, house.token(over.root, 'sha512', now + 2000)));
};

/** @param now milliseconds since the epoch */
export const evidenceSamples = async (now: number): Promise<Samples> => {
  const [house, sm] = [houseOf('P-256', now), houseOf('SM2', now)];
  const data = Buffer.from('清单 manifest');
  const signerOfHouse = (of: House): Signer => {
    const key = of.key('seal');
    return {
      certificates: [of.certificate('seal', 'seal')],
      algorithm: algorithmOfKey(key),
      sign: async (bytes) => signWith(key, bytes),
    };
  };
  const stamp = async (bytes: Uint8Array): Promise<Buffer> => house.token(sha256(bytes));
  const hand = (name: string) => ({ certificate: sm.certificate('seal', name), key: sm.key(name) });
  const [maker, clerk] = [hand('maker'), hand('clerk')];
  const seal = makeSeal({
    id: 'FUZZ1',
    name: '章',
    maker,
    holders: [clerk.certificate],
    validFrom: now - DAY,
    validUntil: now + DAY,
    picture: Buffer.from('p'),
  });
  const pdf = smallPdf();
  const signedPdf = await signPdf(pdf, signerOfHouse(house), { at: now, reserve: 4096, stamp });
  if (!signedPdf.ok) throw new RangeError(signedPdf.detail);
  const [logKey, witnessKey] = [generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('ed25519').privateKey];
  const [log, witness] = [noteKey('fuzz.example/log', logKey), noteKey('fuzz.example/w', witnessKey, NOTE_COSIGNATURE)];
  const leaf = leafHash(data);
  const text = checkpointText(log.name, { size: 1, root: leaf });
  const note =
    signNote(text, log, signerOf(logKey)) + cosign(text, witness, 1_700_000_000, (m) => sign(null, m, witnessKey));
  const sealCertificate = house.certificate('seal', 'seal');
  return {
    root: house.root,
    smRoot: sm.root,
    log,
    witness,
    at: now + 5000,
    data,
    certificate: sealCertificate.raw,
    token: house.token(sha256(data)),
    smToken: sm.token(sm3(data), 'sm3'),
    response: house.response(sha256(data), 'sha256', now),
    request: timestampRequest({ digest: sha256(data), nonce: 1n }),
    list: house.list(),
    cms: await signCms(data, signerOfHouse(house), { attached: true, signingTime: now, stamp }),
    smCms: await signCms(data, signerOfHouse(sm), { suite: 'gm', attached: true }),
    record: recordOf(house, data, now),
    seal,
    sealSignature: signWithSeal(data, '/x', seal, clerk, now, (s) => sm.token(sm3(s), 'sm3')),
    ofd: signOfd(plainOfd('归档'), {
      type: 'Seal',
      sign: (document, path) => signWithSeal(document, path, seal, clerk, now),
    }),
    pdf,
    signedPdf: signedPdf.value,
    jws: signDetached(data, jwsSigner(house.key('seal'), [sealCertificate]), Math.floor(now / 1000)),
    note,
    proof: formatProof({ index: 0, path: [], checkpoint: note }),
    leaf,
  };
};
