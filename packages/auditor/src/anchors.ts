import type { X509Certificate } from 'node:crypto';
import {
  keyIn,
  NOTE_COSIGNATURE,
  NOTE_ED25519,
  type NoteKey,
  openCheckpoint,
  parseCertificate,
  parseVkey,
  pass,
  refuse,
  type TimestampTrust,
  type Verdict,
} from '@guidang/evidence';
import { z } from 'zod';

/** The anchors file: whom an auditor believes. docs/formats/anchors.md describes it. */
export const AnchorsFile = z.strictObject({
  version: z.literal(1),
  log: z.strictObject({ origin: z.string(), vkey: z.string() }).describe('name and public key of the log'),
  witnesses: z.array(z.strictObject({ name: z.string(), vkey: z.string() })).describe('witnesses and their keys'),
  quorum: z.int().nonnegative().describe('how many witnesses must have cosigned a checkpoint'),
  tsa: z
    .strictObject({ certificates: z.array(z.string()), policies: z.array(z.string()) })
    .describe('CA certificates (PEM) of timestamp authorities, and policies taken; none: any'),
  signers: z
    .strictObject({ certificates: z.array(z.string()) })
    .describe('CA certificates (PEM) of those who sign seals'),
  head: z
    .string()
    .optional()
    .describe('a signed checkpoint had from a witness or kept from an earlier audit: the log must hold it'),
});
export type AnchorsFile = z.infer<typeof AnchorsFile>;

/** Anchors with keys and certificates opened. */
export interface Anchors {
  readonly log: NoteKey;
  readonly witnesses: readonly NoteKey[];
  readonly quorum: number;
  readonly tsa: TimestampTrust;
  readonly signers: readonly X509Certificate[];
  readonly head: string | null;
}

/** Opens the text of an anchors file. Refused with words that say which part of it is no good. */
export function openAnchors(text: string): Verdict<Anchors, 'ANCHORS'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('ANCHORS', 'not JSON / 不是合法的 JSON');
    throw error;
  }
  const parsed = AnchorsFile.safeParse(json);
  if (!parsed.success) return refuse('ANCHORS', z.prettifyError(parsed.error));
  const { log, witnesses, quorum, tsa, signers, head } = parsed.data;
  const faults: string[] = [];
  const key = (name: string, vkey: string, type: NoteKey['type']): NoteKey | undefined => {
    const opened = parseVkey(vkey);
    if (opened.ok && opened.value.type === type && opened.value.name === name) return opened.value;
    faults.push(`${name}: ${opened.ok ? 'the key is of another name or kind / 公钥名称或类型不符' : opened.detail}`);
    return undefined;
  };
  const certificate = (pem: string): X509Certificate | undefined => {
    const opened = parseCertificate(pem);
    if (opened.ok) return opened.value;
    faults.push(`certificate / 证书: ${opened.detail}`);
    return undefined;
  };
  const there = <T>(list: readonly (T | undefined)[]): T[] => list.filter((one) => one !== undefined);
  const logKey = key(log.origin, log.vkey, NOTE_ED25519);
  const known = there(witnesses.map((one) => key(one.name, one.vkey, NOTE_COSIGNATURE)));
  const authorities = there(tsa.certificates.map(certificate));
  const signing = there(signers.certificates.map(certificate));
  if (quorum > witnesses.length)
    faults.push(`quorum ${quorum} of ${witnesses.length} witnesses / 见证法定数大于见证方数`);
  // A party that is named twice would be counted twice.
  const names = new Set(known.map((one) => one.name));
  const keys = new Set(known.map((one) => keyIn(one.vkey)));
  if (Math.min(names.size, keys.size) < known.length) faults.push('a witness is named twice / 同一见证方重复列出');
  const trusted = head !== undefined && logKey ? openCheckpoint(head, logKey) : undefined;
  if (trusted && !trusted.ok) faults.push(`head: ${trusted.code} ${trusted.detail}`);
  if (faults.length > 0 || !logKey) return refuse('ANCHORS', faults.join('\n'));
  return pass({
    log: logKey,
    witnesses: known,
    quorum,
    tsa: { anchors: authorities, policies: tsa.policies },
    signers: signing,
    head: head ?? null,
  });
}
