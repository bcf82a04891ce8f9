import { base64, fromBase64 } from '../digest.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/verify.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import type { NoteKey } from './key.ts';
import { type Note, type NoteFailure, parseNote, type VerifiedSignature, verifyNote } from './note.ts';

/** What a checkpoint says (C2SP tlog-checkpoint). */
export interface CheckpointText extends TreeHead {
  readonly origin: string;
  readonly extensions: readonly string[];
}

/** A checkpoint with the signatures that hold. */
export interface OpenedCheckpoint {
  readonly checkpoint: CheckpointText;
  readonly note: Note;
  readonly signatures: readonly VerifiedSignature[];
}

export type CheckpointFailure = NoteFailure | 'CHECKPOINT_FORMAT' | 'CHECKPOINT_ORIGIN';

/** Whole numbers as C2SP writes them: decimal, no leading zero, here up to 2^53-1. */
export const parseSize = (text: string): number | null => {
  const size = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
};

/** The text a log signs: origin, size and root, one line each. We write no extension lines: nobody could audit them. */
export const checkpointText = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${size}\n${base64(root)}\n`;

export const parseCheckpointText = (text: string): Verdict<CheckpointText, 'CHECKPOINT_FORMAT'> => {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  if (rest.pop() !== '') return refuse('CHECKPOINT_FORMAT', 'fewer than three lines');
  const size = parseSize(sizeText);
  const root = fromBase64(rootText);
  if (origin === '') return refuse('CHECKPOINT_FORMAT', 'the origin is empty');
  if (size === null) return refuse('CHECKPOINT_FORMAT', 'the tree size is not a decimal number without leading zeroes');
  if (root?.length !== HASH_BYTES) return refuse('CHECKPOINT_FORMAT', 'the root is not base64 of 32 bytes');
  if (rest.includes('')) return refuse('CHECKPOINT_FORMAT', 'an extension line is empty');
  return pass({ origin, size, root, extensions: rest });
};

/**
 * Opens a signed checkpoint of the log whose key is given: parses it, demands the log's own signature and its origin (our logs are
 * named as their keys are), and tells which of the witnesses have cosigned. How many must have is the caller's policy.
 */
export const openCheckpoint = (
  signed: string,
  log: NoteKey,
  witnesses: readonly NoteKey[] = [],
): Verdict<OpenedCheckpoint, CheckpointFailure> => {
  const note = parseNote(signed);
  if (!note.ok) return note;
  const checkpoint = parseCheckpointText(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== log.name)
    return refuse(
      'CHECKPOINT_ORIGIN',
      `a checkpoint of ${JSON.stringify(checkpoint.value.origin)}, not of ${log.name}`,
    );
  const signatures = verifyNote(note.value, [log, ...witnesses]);
  if (!signatures.ok) return signatures;
  if (!signatures.value.some((s) => s.key === log))
    return refuse('NOTE_UNSIGNED', `${log.name} has not signed this checkpoint`);
  return pass({ checkpoint: checkpoint.value, note: note.value, signatures: signatures.value });
};
