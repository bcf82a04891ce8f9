import {
  type AddCheckpoint,
  type CheckpointText,
  EMPTY_ROOT,
  type Note,
  type NoteKey,
  parseAddCheckpoint,
  parseCheckpointText,
  parseNote,
  sameHash,
  type TreeHead,
  verifyConsistency,
  verifyNote,
} from '@guidang/evidence';

/** An answer over HTTP (C2SP tlog-witness, add-checkpoint). */
export interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

/** A checkpoint that a known log has signed, with the proof that came with it. */
export interface Submission {
  readonly log: NoteKey;
  readonly request: AddCheckpoint;
  readonly note: Note;
  readonly head: CheckpointText;
}

export const plain = (status: Answer['status'], zh: string, en: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${zh} / ${en}\n`,
});

/** Reads a request and finds whose it is: the part that needs no memory. */
export const readSubmission = (body: string, logs: readonly NoteKey[]): Submission | Answer => {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return plain(400, '请求格式不符合 tlog-witness', request.detail);
  const note = parseNote(request.value.checkpoint);
  if (!note.ok) return plain(400, '存证点不是签名文本', note.detail);
  const head = parseCheckpointText(note.value.text);
  if (!head.ok) return plain(400, '存证点内容格式错误', head.detail);
  const keys = logs.filter((key) => key.name === head.value.origin);
  if (keys.length === 0) return plain(404, '本见证方不见证此日志', 'this witness does not know the log');
  const signed = verifyNote(note.value, keys);
  if (!signed.ok) return plain(403, '日志签名缺失或无效', signed.detail);
  return { log: signed.value[0]!.key, request: request.value, note: note.value, head: head.value };
};

/**
 * Whether the submitted checkpoint only adds to the last one cosigned (null: none yet). Gives the refusal, or null where it may be
 * cosigned. The order of the questions is that of the specification.
 */
export const judge = ({ request, head }: Submission, last: TreeHead | null): Answer | null => {
  const known = last ?? { size: 0, root: EMPTY_ROOT };
  if (request.old > head.size) return plain(400, '旧规模大于存证点规模', 'the old size is larger than the checkpoint');
  if (request.old !== known.size) return { status: 409, type: 'text/x.tlog.size', body: `${known.size}\n` };
  if (head.size === 0 && !sameHash(head.root, EMPTY_ROOT))
    return plain(422, '空树的根不正确', 'the empty tree has another root');
  if (!verifyConsistency(known, head, request.proof))
    return plain(
      422,
      '一致性证明不成立:日志改写或分叉',
      'the consistency proof does not hold: history was rewritten or forked',
    );
  return null;
};
