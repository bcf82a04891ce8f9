import {
  addCosignatures,
  batchRoot,
  judgeRevocation,
  objectOfBytes,
  openCheckpoint,
  parseAddCheckpoint,
  parseCertificate,
  parseESeal,
  parseRevocationList,
  parseVkey,
  preparePdf,
  recordInDer,
  tokenInDer,
  tokenOfResponse,
  verifyCms,
  verifyDetached,
  verifyESealSignature,
  verifyOfd,
  verifyPdf,
  verifyProof,
  verifyRecord,
  verifyToken,
} from '@guidang/evidence';
import { readQuestion } from '../tsa/question.ts';
import type { Samples } from './samples.ts';

/** A door of the evidence package that outsiders' bytes come through, and right bytes to start from. It must answer, whatever comes. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly Buffer[];
  readonly run: (bytes: Buffer) => unknown;
}

/** All doors. Each gives a verdict; what it throws is a fault of ours. */
export const targetsOf = (s: Samples): readonly Target[] => {
  const timestamps = { anchors: [s.root, s.smRoot], policies: [] };
  const trust = { anchors: [s.root, s.smRoot], at: s.at, timestamps };
  const objects = [objectOfBytes('data', s.data)];
  const pem = Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${s.certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  );
  const ofdFiles = [...s.ofd.entries()];
  return [
    { name: 'certificate', seeds: [s.certificate, pem], run: (bytes) => parseCertificate(bytes) },
    { name: 'timestamp token', seeds: [s.token, s.smToken], run: (bytes) => verifyToken(bytes, timestamps) },
    { name: 'timestamp token in BER', seeds: [s.token, s.smToken], run: (bytes) => tokenInDer(bytes) },
    { name: 'timestamp response', seeds: [s.response], run: (bytes) => tokenOfResponse(bytes) },
    { name: 'timestamp request', seeds: [s.request], run: (bytes) => readQuestion(bytes, '2.25.1') },
    {
      name: 'revocation list',
      seeds: [s.list],
      run: (bytes) => [
        parseRevocationList(bytes),
        judgeRevocation({ chain: [s.root, s.root], lists: [bytes], at: s.at }),
      ],
    },
    { name: 'CMS', seeds: [s.cms, s.smCms], run: (bytes) => verifyCms(bytes, null, trust) },
    {
      name: 'evidence record',
      seeds: [s.record],
      run: (bytes) => [verifyRecord(bytes, objects, { timestamps, at: s.at, foreign: true }), recordInDer(bytes)],
    },
    { name: 'e-seal', seeds: [s.seal], run: (bytes) => parseESeal(bytes) },
    { name: 'e-seal signature', seeds: [s.sealSignature], run: (bytes) => verifyESealSignature(bytes, s.data, trust) },
    {
      name: 'OFD',
      // The first byte says which file of it the rest is.
      seeds: ofdFiles.map(([, bytes], i) => Buffer.concat([Buffer.of(i), bytes])),
      run: (bytes) => {
        const [path] = ofdFiles[(bytes[0] ?? 0) % ofdFiles.length]!;
        return verifyOfd(new Map(s.ofd).set(path, bytes.subarray(1)), trust);
      },
    },
    { name: 'signed PDF', seeds: [s.signedPdf], run: (bytes) => verifyPdf(bytes, trust) },
    {
      name: 'PDF to be signed',
      seeds: [s.pdf, s.signedPdf],
      run: (bytes) => preparePdf(bytes, { at: s.at, reserve: 64 }),
    },
    {
      name: 'JWS',
      seeds: [Buffer.from(s.jws)],
      run: (bytes) => verifyDetached(bytes.toString('latin1'), s.data, trust),
    },
    {
      name: 'note',
      seeds: [Buffer.from(s.note)],
      run: (bytes) => openCheckpoint(bytes.toString(), s.log, [s.witness]),
    },
    {
      name: 'cosignature',
      seeds: [Buffer.from(s.note.split('\n\n')[1] ?? '')],
      run: (bytes) => addCosignatures(s.note, bytes.toString(), [s.witness]),
    },
    {
      name: 'proof of the log',
      seeds: [Buffer.from(s.proof)],
      run: (bytes) => verifyProof(bytes.toString(), s.leaf, s.log, [s.witness], 1),
    },
    {
      name: 'key of the log',
      seeds: [Buffer.from(s.log.vkey), Buffer.from(s.witness.vkey)],
      run: (bytes) => parseVkey(bytes.toString()),
    },
    {
      name: 'question to a witness',
      seeds: [Buffer.from(`old 0\n\n${s.note}`)],
      run: (bytes) => parseAddCheckpoint(bytes.toString()),
    },
    {
      name: 'path of a batch',
      seeds: [Buffer.from('ab'.repeat(32))],
      run: (bytes) => batchRoot(bytes.subarray(0, 32), [[bytes.subarray(32).toString()]]),
    },
  ];
};
