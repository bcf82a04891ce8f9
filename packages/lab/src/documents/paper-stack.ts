/**
 * Blank sheets that are used again: a page of pixels is a megabyte or two that lives for milliseconds, and the collector is slow to see memory outside its heap.
 */
const blanks = new Map<number, Buffer[]>();

/** Lends a buffer of that length, with whatever was in it, for as long as `use` takes. */
export async function withBlank<T>(length: number, use: (blank: Buffer) => Promise<T>): Promise<T> {
  const stack = blanks.get(length) ?? [];
  blanks.set(length, stack);
  const blank = stack.pop() ?? Buffer.allocUnsafeSlow(length);
  try {
    return await use(blank);
  } finally {
    stack.push(blank);
  }
}
