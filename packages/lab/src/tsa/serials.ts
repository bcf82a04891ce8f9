import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Serial numbers that never come twice (RFC 3161 §2.4.2), also after a crash: the end of a block is on disk before its first number
 * is given, so a start after a crash goes on behind the block and a number may be left out, but none is repeated.
 */
export const serialsFrom = (file: string, block = 1000n): (() => bigint) => {
  const stored = (): bigint => {
    try {
      return BigInt(readFileSync(file, 'utf8').trim());
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0n;
      throw error;
    }
  };
  let last = stored();
  let end = last;
  return () => {
    if (last === end) {
      persist(file, `${end + block}\n`);
      end += block;
    }
    last += 1n;
    return last;
  };
};

/** On disk before it returns: bytes, then the name that points at them. */
const persist = (file: string, text: string): void => {
  const next = `${file}.new`;
  const handle = openSync(next, 'w', 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(next, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
};
