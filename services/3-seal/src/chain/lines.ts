const LINE_FEED = 0x0a;

/** The lines of a chain object: value bytes of links, one a line. A line feed at the very end begins no further line. */
export function chainLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, from);
    const to = found < 0 ? bytes.length : found;
    lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return lines;
}

/** A chain object with one more line. It grows by the line and one line feed, whether it ends in a line feed or its last line ends without one. */
export function withLine(bytes: Uint8Array, line: Uint8Array): Buffer {
  const feed = Uint8Array.of(LINE_FEED);
  const closed = bytes.length === 0 || bytes.at(-1) === LINE_FEED;
  return Buffer.concat(closed ? [bytes, line, feed] : [bytes, feed, line]);
}
