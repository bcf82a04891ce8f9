const LINE_FEED = 0x0a;

/** The lines of a chain object: value bytes of links, a line feed after each. @throws RangeError where the last line has no end */
export function chainLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(LINE_FEED, from);
    if (to < 0) throw new RangeError('the last line of the chain has no end / 链节文件最后一行没有换行');
    lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return lines;
}

/** A chain object with one more line. */
export const withLine = (bytes: Uint8Array, line: Uint8Array): Buffer =>
  Buffer.concat([bytes, line, Uint8Array.of(LINE_FEED)]);
