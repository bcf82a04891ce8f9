import { Readable } from 'node:stream';
import type { CapturedFile, ContentName, PublishedFile } from '@guidang/contracts';
import { type Identity, identify } from '@guidang/formats';
import { DigestMismatch, SizeMismatch, type Stored, type Vault, VaultTooLarge } from '@guidang/vault';
import type { LimitFunction } from 'p-limit';
import type { Fetcher } from '../fetch/fetcher.ts';
import { Refused } from './refused.ts';
import { type Bytes, uploaded } from './sources.ts';
import { Window } from './window.ts';

/** Where files come from and where they go. */
export interface FilePorts {
  readonly vault: Pick<Vault, 'get' | 'read' | 'put'>;
  readonly fetcher: Pick<Fetcher, 'fetch'>;
  readonly intake: string;
  readonly prearchive: string;
  readonly maxBytes: number;
  /** for what is read from the intake bucket; each host that is fetched from has a gate of its own */
  readonly gate: LimitFunction;
  /** Bytes have come, or a host has answered: whoever looks after this process sees that it is not hung. */
  readonly moved: () => void;
}

/**
 * Takes one file of a system's into the pre-archive bucket under its content name, in one pass: digested with SHA-256 and SM3, held against what its publisher said,
 * and told what it is. Nothing is written of a file that is refused, and writing the same file twice is harmless.
 * @param source of the event that brings it
 * @throws Refused where it cannot be taken in, now or later; anything else is "not now"
 */
export async function takeIn(
  ports: FilePorts,
  source: string,
  file: PublishedFile,
  signal: AbortSignal,
): Promise<CapturedFile> {
  const { content, address, size } = file;
  const claimed = claimedDigest(file);
  const keep = (bytes: Bytes): Promise<CapturedFile> => put(ports, file, claimed, bytes, signal);
  if (content !== undefined)
    return ports.gate(async () => {
      signal.throwIfAborted();
      return keep(await uploaded(ports.vault, ports.intake, content, size));
    });
  return ports.fetcher.fetch(address!, { source, size, maxBytes: ports.maxBytes }, signal, keep);
}

/** SHA-256 as the publisher knows it: said, or in the content name. Where both are there and differ, nothing can be right. */
function claimedDigest({ content, sha256 }: PublishedFile): string | undefined {
  const named = content?.slice('sha256:'.length);
  if (sha256 !== undefined && named !== undefined && sha256 !== named)
    throw new Refused('DIGEST_MISMATCH', 'sha256', `sha256:${sha256}`, content as ContentName);
  return sha256 ?? named;
}

async function put(
  { vault, prearchive, maxBytes, moved }: FilePorts,
  file: PublishedFile,
  sha256: string | undefined,
  bytes: Bytes,
  signal: AbortSignal,
): Promise<CapturedFile> {
  const expect = { sha256, sm3: file.sm3, size: file.size };
  try {
    if (Buffer.isBuffer(bytes)) {
      assertSome(bytes.length);
      return captured(file, await vault.put(prearchive, bytes, { expect, maxBytes }), identify(bytes, file.name));
    }
    const window = new Window();
    const passing = Readable.from(through(bytes, window, signal, moved), { objectMode: false });
    const stored = await vault.put(prearchive, passing, { expect, maxBytes });
    return captured(file, stored, window.identity(file.name));
  } catch (error) {
    throw refusalOf(file, error);
  }
}

/** The bytes as they pass the window. They break off when the work is given up: nobody waits for the rest of ten gigabytes then. */
async function* through(
  bytes: Readable,
  window: Window,
  signal: AbortSignal,
  moved: () => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    window.add(chunk);
    moved();
    yield chunk;
  }
  assertSome(window.size);
}

/** An empty file tells nobody anything; it is a slip of whoever sent it. */
function assertSome(size: number): void {
  if (size === 0) throw new Refused('EMPTY_FILE', 'size', null, '0');
}

const captured = (
  { name, pages }: PublishedFile,
  { name: content, sm3, size }: Stored,
  { puid, family }: Identity,
): CapturedFile => ({ name, content, sm3, size, puid, format: family, pages: pages ?? null });

/** What the vault found wrong with the bytes, as the publisher's field that is at fault. Everything else stays what it is. */
function refusalOf(file: PublishedFile, error: unknown): unknown {
  if (error instanceof DigestMismatch) {
    const { algorithm, expected, found } = error;
    const part = algorithm === 'sm3' ? 'sm3' : file.sha256 === undefined ? 'content' : 'sha256';
    return new Refused('DIGEST_MISMATCH', part, `${algorithm}:${expected}`, `${algorithm}:${found}`);
  }
  if (error instanceof SizeMismatch)
    return new Refused('SIZE_MISMATCH', 'size', String(error.expected), String(error.found));
  if (error instanceof VaultTooLarge)
    return new Refused(
      'TOO_LARGE',
      file.content === undefined ? 'address' : 'content',
      String(error.limit),
      String(error.found),
    );
  return error;
}
