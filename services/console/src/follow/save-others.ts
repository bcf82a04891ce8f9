import { type Checkpoint, type Cosigned, type Parked, utf8 } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import { upsert } from './upsert.ts';

/** A parked record as it lies. */
export interface ReadParked {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
  readonly parked: Parked;
}

const keyText = (key: string | null): string | null =>
  key === null ? null : (utf8(Buffer.from(key, 'base64'))?.replaceAll('\u0000', '').slice(0, 200) ?? null);

export async function saveParked(tx: SqlDoor, read: readonly ReadParked[]): Promise<void> {
  // The same record parked twice has the same id: the last of them counts.
  const rows = new Map(
    read.map(({ topic, partition, offset, value, parked }) => [
      parked.id,
      {
        ...{
          id: parked.id,
          step: parked.step,
          reason: parked.reason,
          key: keyText(parked.key),
          topic,
          partition,
          offset,
        },
        ...{ at: parked.time, value },
      },
    ]),
  );
  const columns = ['step', 'reason', 'key', 'topic', 'partition', 'offset', 'at', 'value'];
  await upsert(tx, { name: 'parked_view', key: ['id'], columns }, [...rows.values()]);
}

/** The head of the log moves on; what is known of cosignatures stays. */
export async function saveCheckpoints(tx: SqlDoor, read: readonly (Checkpoint | Cosigned)[]): Promise<void> {
  const heads = read.filter((one) => one.type === 'checkpoint');
  const head = heads.at(-1);
  if (head)
    await tx.query(
      `INSERT INTO log_tip (origin, batch, size, root, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (origin) DO UPDATE SET batch = $2, size = $3, root = $4, at = $5 RETURNING 1`,
      ...[head.origin, head.batch, head.size, head.root, new Date(head.time)],
    );
  // A witness that was slow may have cosigned an earlier head after others have cosigned this one.
  const cosigned = read
    .filter((one) => one.type === 'cosigned')
    .reduce<Cosigned | undefined>((most, one) => (one.batch >= (most?.batch ?? 0) ? one : most), undefined);
  if (cosigned)
    await tx.query(
      'UPDATE log_tip SET cosigned = $2, cosigned_at = $3 WHERE origin = $1 AND $2 >= coalesce(cosigned, 0) RETURNING 1',
      ...[cosigned.origin, cosigned.batch, new Date(cosigned.time)],
    );
  const stamped = read.filter((one) => one.type === 'cosigned' && one.timestamp !== null).at(-1);
  if (stamped)
    await tx.query(
      'UPDATE log_tip SET stamped_at = $2 WHERE origin = $1 RETURNING 1',
      ...[stamped.origin, new Date(stamped.time)],
    );
}
