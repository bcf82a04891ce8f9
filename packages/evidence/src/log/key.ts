import { createPublicKey, sign as edSign, verify as edVerify, type KeyObject } from 'node:crypto';
import { base64, fromBase64, fromHex, sha256 } from '../digest.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';

/** Signature types of C2SP signed-note that we speak: a log's own Ed25519, and a witness's timestamped cosignature. */
export const NOTE_ED25519 = 0x01;
export const NOTE_COSIGNATURE = 0x04;
export type NoteType = typeof NOTE_ED25519 | typeof NOTE_COSIGNATURE;

/** A public key that signs notes under a name. `id` is 8 hexadecimal digits: SHA-256(name ‖ LF ‖ type ‖ key)[:4]. */
export interface NoteKey {
  readonly name: string;
  readonly id: string;
  readonly type: NoteType;
  readonly publicKey: KeyObject;
  readonly vkey: string;
}

/** Signs bytes with Ed25519: a key in hand, or a door to a key that lies in an HSM. */
export type Ed25519Signer = (message: Uint8Array) => Uint8Array;

const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** Key names are non-empty and hold neither Unicode spaces nor plus (signed-note, Format). */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}\p{Z}]{1,255}$/u.test(name);

/** A public key from its 32 bytes (RFC 8032). Bytes that are no point on the curve verify nothing. */
export const ed25519FromRaw = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: 'der', type: 'spki' });

const rawOf = (publicKey: KeyObject): Buffer => publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);

/** The part of a vkey that is the key itself: two that agree in it are one party, whatever they call themselves. */
export const keyIn = (vkey: string): string => vkey.split('+').slice(2).join('+');

/** The note key of a name and an Ed25519 key (private or public half). Throws RangeError for another kind of key or a bad name. */
export const noteKey = (name: string, key: KeyObject, type: NoteType = NOTE_ED25519): NoteKey => {
  if (!isKeyName(name)) throw new RangeError(`not a key name: ${JSON.stringify(name)}`);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new RangeError(`notes are signed with Ed25519, not ${key.asymmetricKeyType}`);
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const material = Buffer.concat([Buffer.of(type), rawOf(publicKey)]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), material]))
    .subarray(0, 4)
    .toString('hex');
  return { name, id, type, publicKey, vkey: `${name}+${id}+${base64(material)}` };
};

/** A note key from its vkey text `<name>+<id>+<base64 of type and key>` (signed-note, Verifier keys). */
export const parseVkey = (vkey: string): Verdict<NoteKey, 'VKEY'> => {
  const [name = '', id = '', ...rest] = vkey.split('+');
  const material = fromBase64(rest.join('+'));
  if (!isKeyName(name)) return refuse('VKEY', 'key name is empty or holds a space');
  if (fromHex(id)?.length !== 4) return refuse('VKEY', 'key ID is not 8 hexadecimal digits');
  if (material?.length !== 33) return refuse('VKEY', 'key material is not base64 of a type byte and 32 bytes');
  const type = material[0];
  if (type !== NOTE_ED25519 && type !== NOTE_COSIGNATURE)
    return refuse('VKEY', `signature type ${type} is not one we verify`);
  const key = noteKey(name, ed25519FromRaw(material.subarray(1)), type);
  return key.id === id.toLowerCase()
    ? pass(key)
    : refuse('VKEY', `key ID ${id} does not belong to the key (${key.id})`);
};

/** A signer over a private key in hand. */
export const signerOf =
  (privateKey: KeyObject): Ed25519Signer =>
  (message) =>
    edSign(null, message, privateKey);

/** Whether the Ed25519 signature (64 bytes) is the key's over the message. */
export const ed25519Verifies = (message: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean =>
  signature.length === 64 && edVerify(null, message, publicKey, signature);
