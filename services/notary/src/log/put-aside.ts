import { NOTARY_PARKED, parseJsonRecord } from '@guidang/contracts';
import { type LogReader, openKeyOf, parkedOf, type TransactionalWriter } from '@guidang/stream';
import { faultsOf, type LinkRefused } from './refused.ts';

/**
 * Puts a link that was refused aside, for people: once, though the notary meets it again at every start until somebody has settled it.
 * Whether it lies there is read off the topic, so a write that took place untold is not done a second time either.
 */
export async function putAside(
  refused: LinkRefused,
  ports: { readonly reader: LogReader; readonly writer: TransactionalWriter; readonly time: string },
): Promise<void> {
  const { record, objections } = refused;
  const parked = parkedOf('notary', record, objections[0]!.code, faultsOf(refused), ports.time);
  if (await liesAside(ports.reader, record.partition, parked.id)) return;
  const out = {
    topic: NOTARY_PARKED,
    partition: record.partition,
    key: openKeyOf(record),
    value: Buffer.from(JSON.stringify(parked)),
    headers: { parked_reason: parked.reason, parked_step: 'notary' },
  };
  await ports.writer.commit([out], undefined, []);
}

async function liesAside(reader: LogReader, partition: number, id: string): Promise<boolean> {
  const { start, end } = await reader.extent(NOTARY_PARKED, partition);
  for await (const entry of reader.scan(NOTARY_PARKED, partition, start, end))
    if (entry.kind === 'record' && entry.record.value !== null && parseJsonRecord(entry.record, PARKED_BYTES).id === id)
      return true;
  return false;
}

/** Bytes of a parked record: what it carries in base64, and what is said of it. */
const PARKED_BYTES = 8 * 1024 * 1024;
