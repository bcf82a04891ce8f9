import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptCheck } from '@guidang/contracts';
import { type Raise, type Raised, raised } from '../findings/finding.ts';
import type { ContentTask, ObjectTask, PackageTask } from '../lane/sink.ts';
import type { ContentAudit, ContentCount, ContentStore, ObjectPlace } from './content.ts';

/** Objects that are read at the same time. */
const SIDE_BY_SIDE = 6;

/** Opens a package as a stranger would, from a file, and says what does not hold. */
export type PackageCheck = (file: string) => Promise<readonly ReceiptCheck[]>;

/** Layer 6 over stores: every copy of every package, and every file of a case that is still under way, is read to its end. */
export function contentAudit(stores: readonly ContentStore[], check: PackageCheck | undefined): ContentAudit {
  return async (tasks, found, progress): Promise<ContentCount> => {
    const dir = await mkdtemp(join(tmpdir(), 'guidang-audit-'));
    const count = { objects: 0, bytes: 0 };
    let next = 0;
    let done = 0;
    const work = async (hand: number): Promise<void> => {
      const desk = new ContentDesk(stores, check, join(dir, `package-${hand}`), found, count);
      for (let task = tasks[next++]; task; task = tasks[next++]) {
        await desk.look(task);
        progress(++done, tasks.length);
      }
    };
    try {
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, hand) => work(hand)));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
    return count;
  };
}

class ContentDesk {
  readonly #stores: readonly ContentStore[];
  readonly #check: PackageCheck | undefined;
  readonly #scratch: string;
  readonly #found: (finding: Raised) => void;
  readonly #count: { objects: number; bytes: number };

  constructor(
    stores: readonly ContentStore[],
    check: PackageCheck | undefined,
    scratch: string,
    found: (finding: Raised) => void,
    count: { objects: number; bytes: number },
  ) {
    this.#stores = stores;
    this.#check = check;
    this.#scratch = scratch;
    this.#found = found;
    this.#count = count;
  }

  look(task: ContentTask): Promise<void> {
    return task.kind === 'package' ? this.#package(task) : this.#object(task);
  }

  async #object(task: ObjectTask): Promise<void> {
    const store = this.#stores.find((one) => one.has(task.bucket));
    if (!store) return;
    const read = await this.#read(store, { bucket: task.bucket, content: task.content });
    if (!read) this.#say(task, 'OBJECT_MISSING', `${store.place}/${task.bucket}`, task.content, 'none');
    else if (`sha256:${read.sha256}` !== task.content || read.size !== task.size)
      this.#say(
        task,
        'OBJECT_DIGEST',
        `${store.place}/${task.bucket}`,
        `${task.content}, ${task.size} bytes`,
        `sha256:${read.sha256}, ${read.size} bytes`,
      );
  }

  async #package(task: PackageTask): Promise<void> {
    let opened = false;
    // A folder holds each object once, whichever place it was copied from.
    const folder = this.#stores.find(({ place }) => place === '*');
    for (const [i, copy] of task.copies.entries()) {
      if (folder && i > 0) break;
      const store = folder ?? this.#stores.find(({ place }) => place === copy.place);
      const where = `${copy.place}/${copy.bucket}/${copy.key}`;
      if (!store) {
        this.#say(task, 'PACKAGE_MISSING', where, `place ${copy.place}`, 'no such place in the places file');
        continue;
      }
      const { bucket, key, versionId } = copy;
      const at: ObjectPlace = { bucket, content: task.content, key, versionId };
      const keep = !opened && this.#check ? this.#scratch : undefined;
      const read = await this.#read(store, at, keep);
      if (!read) {
        this.#say(task, 'PACKAGE_MISSING', where, task.content, 'none');
        continue;
      }
      if (`sha256:${read.sha256}` !== task.content || read.size !== task.size)
        this.#say(
          task,
          'PACKAGE_DIGEST',
          where,
          `${task.content}, ${task.size} bytes`,
          `sha256:${read.sha256}, ${read.size} bytes`,
        );
      else if (keep) {
        opened = true;
        await this.#open(task, where, keep);
      }
      await this.#lock(task, store, at, where, copy.until);
    }
  }

  async #open(task: PackageTask, where: string, file: string): Promise<void> {
    for (const { check, ok, detail } of (await this.#check?.(file)) ?? [])
      if (!ok) this.#say(task, 'PACKAGE_INVALID', where, check, detail);
  }

  /** The version is locked as the link says, and for as long as the case is to be kept. */
  async #lock(task: PackageTask, store: ContentStore, at: ObjectPlace, where: string, until: string): Promise<void> {
    const held = await store.lock(at);
    if (held === undefined) return;
    if (held?.mode !== 'COMPLIANCE') {
      this.#say(task, 'RETENTION_MISSING', where, 'COMPLIANCE', held?.mode ?? 'none');
      return;
    }
    const least = Math.max(Date.parse(until), task.retainUntil === null ? 0 : Date.parse(task.retainUntil));
    if (held.until.getTime() < least)
      this.#say(task, 'RETENTION_SHORT', where, new Date(least).toISOString(), held.until.toISOString());
  }

  async #read(store: ContentStore, at: ObjectPlace, keep?: string) {
    const read = await store.readThrough(at, keep);
    this.#count.objects += 1;
    this.#count.bytes += read?.size ?? 0;
    return read;
  }

  #say(task: ContentTask, code: Raise['code'], field: string, expected: string, found: string): void {
    const { at, time, case: name } = task;
    this.#found(raised({ code, at, case: name, time, field, expected, found }));
  }
}
