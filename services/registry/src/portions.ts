/** As many bytes as go to the bus at once: well below what a broker takes as one batch (infra/kafka/topics.yaml, 8 MiB). */
const MOST_BYTES = 2 * 1024 * 1024;

/** Records in their order, in portions that a broker takes. One record that is larger goes alone. */
export function portions<T extends { readonly value: Uint8Array }>(records: readonly T[], most = MOST_BYTES): T[][] {
  const all: T[][] = [];
  let room = 0;
  for (const record of records) {
    if (all.length === 0 || record.value.length > room) {
      all.push([]);
      room = most;
    }
    all.at(-1)!.push(record);
    room -= record.value.length;
  }
  return all;
}
