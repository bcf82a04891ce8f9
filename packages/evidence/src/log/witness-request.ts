import { base64, fromBase64 } from '../digest.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { parseSize } from './checkpoint.ts';
import type { NoteKey } from './key.ts';
import {
  type NoteFailure,
  parseNote,
  parseSignatureLine,
  signatureLine,
  type VerifiedSignature,
  verifyNote,
} from './note.ts';

/** The body of `POST /add-checkpoint` (C2SP tlog-witness). `checkpoint` is the signed note, not yet verified. */
export interface AddCheckpoint {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
}

/** A consistency proof never has more hashes than this (tlog-witness, add-checkpoint). */
export const MAX_PROOF_LINES = 63;

export const formatAddCheckpoint = ({ old, proof, checkpoint }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((h) => `${base64(h)}\n`).join('')}\n${checkpoint}`;

export const parseAddCheckpoint = (body: string): Verdict<AddCheckpoint, 'REQUEST_FORMAT'> => {
  const cut = body.indexOf('\n\n');
  const [first = '', ...lines] = cut < 0 ? [] : body.slice(0, cut).split('\n');
  const old = first.startsWith('old ') ? parseSize(first.slice(4)) : null;
  if (old === null) return refuse('REQUEST_FORMAT', 'the first line is not `old <size>`');
  if (lines.length > MAX_PROOF_LINES)
    return refuse('REQUEST_FORMAT', `${lines.length} proof lines, ${MAX_PROOF_LINES} are allowed`);
  const proof: Buffer[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) return refuse('REQUEST_FORMAT', 'a proof line is not base64 of 32 bytes');
    proof.push(hash);
  }
  return pass({ old, proof, checkpoint: body.slice(cut + 2) });
};

/** A checkpoint with its witness's word added to it. */
export interface CosignedCheckpoint {
  readonly note: string;
  readonly cosignatures: readonly VerifiedSignature[];
}

/**
 * Takes the answer of a witness to a checkpoint of ours: keeps the lines of the witnesses we know, each verified, and drops the rest.
 * Refuses an answer that is not signature lines, holds a false one, or none of a known witness.
 */
export const addCosignatures = (
  signed: string,
  answer: string,
  witnesses: readonly NoteKey[],
): Verdict<CosignedCheckpoint, NoteFailure> => {
  const parsed = parseNote(signed);
  if (!parsed.ok) return parsed;
  const lines = answer.split('\n').slice(0, -1);
  const found = lines.map(parseSignatureLine);
  if (!answer.endsWith('\n') || found.includes(null))
    return refuse('NOTE_FORMAT', 'the answer is not made of signature lines');
  const known = found
    .filter((s) => s !== null)
    .filter((s) => witnesses.some((w) => w.name === s.name && w.id === s.id));
  const verified = verifyNote({ text: parsed.value.text, signatures: known }, witnesses);
  if (!verified.ok) return verified;
  return pass({ note: signed + known.map(signatureLine).join(''), cosignatures: verified.value });
};
