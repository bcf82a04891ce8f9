/** A line of the chain may have this many bytes: what the broker takes as one record. */
const LINE_BYTES = 8 * 1024 * 1024;

/** Lines of a stream of bytes, each without its line feed; the last one must have one too. @throws RangeError for a line that is too long or has no end */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      rest.push(chunk.subarray(from, end));
      yield rest.length === 1 ? rest[0]! : Buffer.concat(rest);
      [rest, length] = [[], 0];
      from = end + 1;
    }
    const left = chunk.subarray(from);
    if (left.length > 0) rest.push(left);
    length += left.length;
    if (length > LINE_BYTES) throw new RangeError(`行过长 / a line of more than ${LINE_BYTES} bytes`);
  }
  if (length > 0) throw new RangeError('最后一行没有换行 / the last line has no end');
}
