import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CapturedFile, InspectedFile } from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import { keyOf, VaultNotFound, VaultTooLarge } from '@guidang/vault';
import pLimit from 'p-limit';
import { inspectionOf, scanOf } from './described.ts';
import { type CheckPorts, PREARCHIVE } from './ports.ts';
import { scanned } from './scan.ts';

const MIB = 1024 ** 2;
/** Handed to the scanner at once. */
const CHUNK = 256 * 1024;

export interface Looked {
  readonly inspected: InspectedFile;
  /** the bytes themselves, where they were held in memory */
  readonly held: Buffer | null;
}
export type Look = (file: CapturedFile, signal: AbortSignal) => Promise<Looked>;

/**
 * Looks at a file: reads it once, digests it, has it opened and scanned. It is asked for by its key and not by its name, so that bytes which are not what the
 * name says are found and told like anything else. That nothing lies there is an answer as well: capture wrote the object before its link.
 * @returns a function that throws what may pass: a store, a scanner or a disk that cannot be had now
 */
export function looker(ports: CheckPorts): Look {
  const { filesAtOnce, heldBytes = 8 * MIB } = ports;
  const files = pLimit(filesAtOnce);
  // Small files never wait for large ones alone.
  const large = pLimit(Math.max(1, Math.floor(filesAtOnce / 2)));
  const throughDisk = (file: CapturedFile, signal: AbortSignal) =>
    large(() => files(() => spooled(ports, file, signal)));

  return async (file, signal) => {
    try {
      if (file.size > heldBytes) return await throughDisk(file, signal);
      return await files(() => held(ports, file, heldBytes, signal));
    } catch (error) {
      if (error instanceof VaultNotFound)
        return { inspected: { content: file.content, bytes: null, inspection: null, scan: null }, held: null };
      // Larger than its record says: that is for the judgement, and until then not for the memory.
      if (error instanceof VaultTooLarge) return await throughDisk(file, signal);
      throw error;
    }
  };
}

/** Held in memory once for digests, inspector and scanner. */
async function held(
  { vault, inspector, scanner }: CheckPorts,
  { content, name }: CapturedFile,
  most: number,
  signal: AbortSignal,
): Promise<Looked> {
  signal.throwIfAborted();
  const bytes = await vault.read(PREARCHIVE, { key: keyOf(content) }, most);
  // Asked first, answered while this thread digests.
  const [facts, scan] = [inspector.inspect({ bytes, name }), scanned(scanner, () => bytes)];
  const both = Promise.all([facts, scan]);
  const digests = { sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length };
  const [found, verdict] = await both;
  return {
    inspected: { content, bytes: digests, inspection: inspectionOf(found), scan: verdict },
    held: bytes,
  };
}

/** Through the local disk, digested on the way; memory stays flat whatever the size. */
async function spooled(
  { vault, inspector, scanner, scannerMaxBytes, spoolFolder }: CheckPorts,
  { content, name }: CapturedFile,
  signal: AbortSignal,
): Promise<Looked> {
  signal.throwIfAborted();
  const path = join(spoolFolder, `guidang-check-${randomUUID()}`);
  try {
    const stream = await vault.get(PREARCHIVE, { key: keyOf(content) }, { sm3: true });
    await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
    const { sha256, sm3 } = stream.digests!;
    const scan =
      stream.size > scannerMaxBytes
        ? scanner.engine().then((engine) => scanOf({ verdict: 'too-large', ...engine }))
        : scanned(scanner, () => createReadStream(path, { highWaterMark: CHUNK }));
    const [found, verdict] = await Promise.all([inspector.inspect({ path, name }), scan]);
    return {
      inspected: {
        content,
        bytes: { sha256, sm3: sm3!, size: stream.size },
        inspection: inspectionOf(found),
        scan: verdict,
      },
      held: null,
    };
  } finally {
    await rm(path, { force: true });
  }
}
