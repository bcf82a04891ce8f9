import { base64, fromBase64 } from '../digest.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { type Ed25519Signer, ed25519Verifies, isKeyName, NOTE_COSIGNATURE, NOTE_ED25519, type NoteKey } from './key.ts';

/** One signature line of a note: who says to have signed, and the signature without its key ID. */
export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

/** A note as it lies: its text (with the final line feed) and its signature lines, none of them verified. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature of a known key that holds. `time` is the cosigner's, in seconds since the epoch; null for a log's own signature. */
export interface VerifiedSignature {
  readonly key: NoteKey;
  readonly time: number | null;
}

export type NoteFailure = 'NOTE_FORMAT' | 'NOTE_SIGNATURE' | 'NOTE_UNSIGNED';

/** Notes larger than this are refused unread; a checkpoint with sixteen signatures has 3 KB. */
export const MAX_NOTE_BYTES = 100_000;
const MAX_SIGNATURES = 100;

const notText = (text: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the rule that keeps them out
  !text.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(text);

/** One signature line, with its line feed. */
export const signatureLine = ({ name, id, signature }: NoteSignature): string =>
  `\u2014 ${name} ${base64(Buffer.concat([Buffer.from(id, 'hex'), signature]))}\n`;

/** Parses one signature line without its line feed; null for what is none. */
export const parseSignatureLine = (line: string): NoteSignature | null => {
  const match = /^\u2014 (\S+) (\S+)$/u.exec(line);
  const bytes = match && fromBase64(match[2]!);
  if (!match || !bytes || bytes.length < 5 || !isKeyName(match[1]!)) return null;
  return { name: match[1]!, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
};

/** Takes a note apart (C2SP signed-note, Format). Verifies nothing. */
export const parseNote = (note: string): Verdict<Note, NoteFailure> => {
  if (note.length > MAX_NOTE_BYTES) return refuse('NOTE_FORMAT', `note of ${note.length} characters`);
  if (notText(note)) return refuse('NOTE_FORMAT', 'control characters or broken UTF-8');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n'))
    return refuse('NOTE_FORMAT', 'no blank line before the signatures, or no line feed at the end');
  const lines = note
    .slice(cut + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0 || lines.length > MAX_SIGNATURES)
    return refuse('NOTE_FORMAT', `${lines.length} signature lines`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (!signature) return refuse('NOTE_FORMAT', 'a line after the blank one is not a signature');
    signatures.push(signature);
  }
  return pass({ text: note.slice(0, cut + 1), signatures });
};

const holds = (text: string, { signature }: NoteSignature, key: NoteKey): VerifiedSignature | null => {
  if (key.type === NOTE_ED25519)
    return ed25519Verifies(Buffer.from(text), signature, key.publicKey) ? { key, time: null } : null;
  const time = cosignatureTime(signature);
  return time !== null && ed25519Verifies(cosignedMessage(text, time), signature.subarray(8), key.publicKey)
    ? { key, time }
    : null;
};

/** What a tlog-cosignature/v1 signs: two lines of header, then the whole note text. */
export const cosignedMessage = (text: string, time: number): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

const cosignatureTime = (signature: Uint8Array): number | null => {
  if (signature.length !== 72) return null;
  const time = Buffer.from(signature.buffer, signature.byteOffset, 8).readBigUInt64BE();
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : null;
};

/**
 * Which of the known keys have signed the note. Signatures of unknown keys are ignored, even where they share a name or an ID with a
 * known one; a signature under a known name and ID that does not hold refuses the whole note (`NOTE_SIGNATURE`); a note no known
 * key has signed is refused (`NOTE_UNSIGNED`). Each key is named once, however often it signed.
 */
export const verifyNote = (
  note: Note,
  keys: readonly NoteKey[],
): Verdict<readonly VerifiedSignature[], NoteFailure> => {
  const verified = new Map<NoteKey, VerifiedSignature>();
  for (const signature of note.signatures) {
    const key = keys.find((k) => k.name === signature.name && k.id === signature.id);
    if (!key) continue;
    const found = holds(note.text, signature, key);
    if (!found) return refuse('NOTE_SIGNATURE', `the signature of ${key.name} (${key.id}) does not hold`);
    if (!verified.has(key)) verified.set(key, found);
  }
  return verified.size > 0
    ? pass([...verified.values()])
    : refuse('NOTE_UNSIGNED', 'no known key has signed this note');
};

/** Signs a text (ending in a line feed) as a log does and gives the whole note. */
export const signNote = (text: string, key: NoteKey, sign: Ed25519Signer): string => {
  if (!text.endsWith('\n') || notText(text))
    throw new RangeError('a note text ends in a line feed and holds no control characters');
  if (key.type !== NOTE_ED25519) throw new RangeError(`${key.name} is a key for cosignatures`);
  return `${text}\n${signatureLine({ name: key.name, id: key.id, signature: sign(Buffer.from(text)) })}`;
};

/** A witness's cosignature line over the text of a checkpoint, at `time` in seconds since the epoch (C2SP tlog-cosignature, Ed25519). */
export const cosign = (text: string, key: NoteKey, time: number, sign: Ed25519Signer): string => {
  if (key.type !== NOTE_COSIGNATURE) throw new RangeError(`${key.name} is not a key for cosignatures`);
  if (!Number.isSafeInteger(time) || time <= 0)
    throw new RangeError(`a cosignature needs its time in whole seconds, not ${time}`);
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  return signatureLine({
    name: key.name,
    id: key.id,
    signature: Buffer.concat([stamp, sign(cosignedMessage(text, time))]),
  });
};
