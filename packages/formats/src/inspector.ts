import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Bytes, bytesOf, windowOf } from './bytes.ts';
import { type FileFacts, notLooked, problem, unreadable } from './facts.ts';
import { identify } from './identify/identify.ts';
import { factsFrom } from './inspect/facts-of.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Ended, Outcome } from './process/workroom.ts';
import { Workrooms } from './process/workrooms.ts';
import { digestOfLists, NO_ANCHORS, type SignatureAnchors } from './trust.ts';

export interface InspectorOptions {
  /** Processes that open files. Default 2. */
  readonly workers?: number;
  readonly limits?: Partial<Limits>;
  /** Whom signatures inside files are believed; asked for each file, where it changes. Default: nobody, and what holds is said not to be trusted. */
  readonly anchors?: SignatureAnchors | (() => SignatureAnchors);
  /**
   * Whether the processes stand ready before the first file comes, with their readers loaded, and again after one was ended. Costs their memory from the start; a service that answers somebody
   * who waits wants it. Default: they start with the first file.
   */
  readonly ready?: boolean;
  /** Folder for streams while they are inspected. Default: the system's temporary folder. */
  readonly folder?: string;
}

/** A file by its bytes, by its path, or as a stream (which is put on the local disk first). The name is the publisher's. */
export type Inspected = { readonly name?: string | undefined } & (
  | { readonly bytes: Uint8Array }
  | { readonly path: string }
  | { readonly stream: Readable }
);

/** Says what files are and whether they can be read. Close it when the service stops. */
export interface Inspector {
  /**
   * Every file gets facts, however hostile: what took too long, too much memory or broke its reader is `not-looked` or `no`,
   * with a code. @throws only what reading the file itself throws (no such path, a stream that fails)
   */
  inspect(file: Inspected): Promise<FileFacts>;
  close(): void;
}

/** Head and tail of a file on disk, from which it is told apart when its reader broke. */
const WINDOW = 256 * 1024;

export function openInspector({
  workers = 2,
  limits = {},
  anchors = NO_ANCHORS,
  ready = false,
  folder = tmpdir(),
}: InspectorOptions = {}): Inspector {
  const rooms = new Workrooms(workers, undefined, ready);
  const all = { ...LIMITS, ...limits };

  const ask = async (
    content: Uint8Array | { path: string },
    known: () => Promise<Bytes> | Bytes,
    name?: string,
  ): Promise<FileFacts> => {
    const under = typeof anchors === 'function' ? anchors() : anchors;
    const outcome = await rooms.ask({ content, name, limits: all, anchors: under });
    if ('answer' in outcome && 'facts' in outcome.answer) return signedUnder(outcome.answer.facts, under);
    return factsFrom(identify(await known(), name), broken(outcome));
  };
  const byPath = (path: string, name?: string): Promise<FileFacts> => ask({ path }, () => windowAt(path), name);

  return {
    async inspect(file) {
      if ('bytes' in file) return ask(file.bytes, () => bytesOf(file.bytes), file.name);
      if ('path' in file) {
        await windowAt(file.path);
        return byPath(file.path, file.name);
      }
      const path = join(folder, `guidang-inspect-${randomUUID()}`);
      try {
        await pipeline(file.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
        return await byPath(path, file.name);
      } finally {
        await rm(path, { force: true });
      }
    },
    close: () => rooms.close(),
  };
}

/** Which revocation lists the signatures of a file were judged by; nothing is said of a file without. */
const signedUnder = (facts: FileFacts, { revocationLists }: SignatureAnchors): FileFacts =>
  facts.signatures?.length ? { ...facts, revocationLists: digestOf(revocationLists) } : facts;

const digests = new WeakMap<readonly Uint8Array[], string | null>();
function digestOf(lists: readonly Uint8Array[]): string | null {
  const known = digests.get(lists);
  if (known !== undefined) return known;
  const digest = digestOfLists(lists);
  digests.set(lists, digest);
  return digest;
}

const CODES: Readonly<Record<Ended, string>> = { TIME: 'TIME', MEMORY: 'MEMORY', CRASH: 'READER_CRASHED' };

/** A reader that crashed could not read it; one that was stopped might have. */
function broken(outcome: Outcome) {
  if (!('ended' in outcome))
    return unreadable('READER_FAILED', 'failed' in outcome.answer ? outcome.answer.failed : '');
  const { ended, detail } = outcome;
  return ended === 'CRASH' ? unreadable(CODES.CRASH, detail) : notLooked(problem(CODES[ended], detail));
}

async function windowAt(path: string): Promise<Bytes> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const [head, tail] = [Buffer.alloc(Math.min(WINDOW, size)), Buffer.alloc(Math.min(WINDOW, size))];
    await file.read(head, 0, head.length, 0);
    await file.read(tail, 0, tail.length, size - tail.length);
    return windowOf(head, tail, size);
  } finally {
    await file.close();
  }
}
