import { base64, fromBase64 } from '../digest.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { verifyInclusion } from '../merkle/verify.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { type CheckpointFailure, type OpenedCheckpoint, openCheckpoint, parseSize } from './checkpoint.ts';
import type { NoteKey } from './key.ts';
import { MAX_PROOF_LINES } from './witness-request.ts';

/** A proof that a leaf stands in a log, in one file (C2SP tlog-proof, `.tlog-proof`): it needs neither the log nor a network to be checked. */
export interface LogProof {
  readonly index: number;
  /** Sibling hashes, leaf to root. */
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint with its cosignatures. */
  readonly checkpoint: string;
  /** Bytes that nobody signed and a reader may find useful; null where there are none. */
  readonly extra?: Uint8Array | null;
}

export type ProofFailure = CheckpointFailure | 'PROOF_FORMAT' | 'PROOF_INCLUSION' | 'PROOF_QUORUM';

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_EXTRA_CHARACTERS = 100_000;

export const formatProof = ({ index, path, checkpoint, extra }: LogProof): string =>
  [HEADER, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`, ...path.map(base64), '', checkpoint].join(
    '\n',
  );

/** Takes a proof apart. Verifies nothing. */
export const parseProof = (text: string): Verdict<LogProof, 'PROOF_FORMAT'> => {
  const cut = text.indexOf('\n\n');
  const [header, ...lines] = cut < 0 ? [''] : text.slice(0, cut).split('\n');
  if (header !== HEADER) return refuse('PROOF_FORMAT', `line 1 is not ${HEADER}`);
  let at = 0;
  let extra: Buffer | null = null;
  if (lines[0]?.startsWith('extra ')) {
    extra = lines[0].length > MAX_EXTRA_CHARACTERS ? null : fromBase64(lines[0].slice(6));
    if (!extra) return refuse('PROOF_FORMAT', 'line 2 is not `extra <base64>`');
    at = 1;
  }
  const line = lines[at] ?? '';
  const index = line.startsWith('index ') ? parseSize(line.slice(6)) : null;
  if (index === null) return refuse('PROOF_FORMAT', `line ${at + 2} is not \`index <number>\``);
  const hashes = lines.slice(at + 1);
  if (hashes.length > MAX_PROOF_LINES)
    return refuse('PROOF_FORMAT', `${hashes.length} hashes, ${MAX_PROOF_LINES} are the most`);
  const path: Buffer[] = [];
  for (const [i, hash] of hashes.entries()) {
    const bytes = fromBase64(hash);
    if (bytes?.length !== HASH_BYTES) return refuse('PROOF_FORMAT', `line ${at + 3 + i} is not base64 of 32 bytes`);
    path.push(bytes);
  }
  return pass({ index, path, checkpoint: text.slice(cut + 2), extra });
};

/** What a proof proves: where the leaf stands, under which checkpoint, and who cosigned it. */
export interface VerifiedProof extends OpenedCheckpoint {
  readonly index: number;
}

/**
 * Verifies a proof for a leaf hash (`leafHash(data)`): the checkpoint is signed by the log, cosigned by at least `quorum` of the
 * witnesses, and the path leads from the leaf to its root. Never throws, whatever the text.
 */
export const verifyProof = (
  text: string,
  leaf: Uint8Array,
  log: NoteKey,
  witnesses: readonly NoteKey[] = [],
  quorum = 0,
): Verdict<VerifiedProof, ProofFailure> => {
  const proof = parseProof(text);
  if (!proof.ok) return proof;
  const opened = openCheckpoint(proof.value.checkpoint, log, witnesses);
  if (!opened.ok) return opened;
  const cosigned = opened.value.signatures.filter((s) => witnesses.includes(s.key)).length;
  if (cosigned < quorum) return refuse('PROOF_QUORUM', `${cosigned} witnesses have cosigned, ${quorum} must have`);
  const { index, path } = proof.value;
  return verifyInclusion(leaf, index, opened.value.checkpoint, path)
    ? pass({ ...opened.value, index })
    : refuse('PROOF_INCLUSION', `leaf ${index} does not lead to the root of ${opened.value.checkpoint.size} leaves`);
};
