/** Reads from the start until the source ends or more than `limit` bytes have come. */
export async function start(
  chunks: AsyncGenerator<Buffer>,
  limit: number,
): Promise<{ readonly read: Buffer[]; readonly ended: boolean }> {
  const read: Buffer[] = [];
  let size = 0;
  while (size <= limit) {
    const next = await chunks.next();
    if (next.done) return { read, ended: true };
    read.push(next.value);
    size += next.value.length;
  }
  return { read, ended: false };
}

/** What was read already, then the rest. Each chunk is let go as it is handed on, so that the start is not held to the end. */
export async function* resume(read: Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for (let chunk = read.shift(); chunk !== undefined; chunk = read.shift()) yield chunk;
  yield* rest;
}

/** Cuts a stream of chunks into parts of exactly `size` bytes, the last one shorter. Each part is a buffer of its own. */
export async function* inParts(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let part = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length; ) {
      const copied = chunk.copy(part, filled, taken);
      taken += copied;
      filled += copied;
      if (filled < size) continue;
      yield part;
      part = Buffer.allocUnsafeSlow(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}
