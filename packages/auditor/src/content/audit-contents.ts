import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptCheck } from '@guidang/contracts';
import { digestOf, hex } from '@guidang/evidence';
import { type Raise, type Raised, raised } from '../findings/finding.ts';
import type { ContentTask, InspectionTask, ObjectTask, PackageTask, RecordTask } from '../lane/sink.ts';
import type { ContentAudit, ContentCount, ContentStore, ObjectPlace } from './content.ts';
import { Inspections } from './inspections.ts';
import type { LookAgain } from './look-again.ts';
import { manifestIn } from './manifest-in.ts';

/** Objects that are read at the same time. */
const SIDE_BY_SIDE = 6;

/** Opens a package as a stranger would, from a file, and says what does not hold. */
export type PackageCheck = (file: string) => Promise<readonly ReceiptCheck[]>;

type Looked = Exclude<ContentTask, InspectionTask>;

/**
 * Layer 6 over stores: every copy of every package, and every file of a case that is still under way, is read to its end; what was found of a package year by year is judged again from its bytes.
 * @param again what packages are looked at again with; undefined: yearly looks are not judged, and the count says so
 */
export function contentAudit(
  stores: readonly ContentStore[],
  check: PackageCheck | undefined,
  again?: LookAgain,
): ContentAudit {
  return async (all, found, progress): Promise<ContentCount> => {
    const looks = looksIn(all);
    const tasks: (Looked | InspectionTask[])[] = [...all.filter((task) => task.kind !== 'inspection'), ...looks];
    const dir = await mkdtemp(join(tmpdir(), 'guidang-audit-'));
    const count = { objects: 0, bytes: 0 };
    const inspections = new Inspections(again);
    for (const task of all) if (task.kind === 'package' && task.foreign) inspections.received();
    let next = 0;
    let done = 0;
    const work = async (hand: number): Promise<void> => {
      const desk = new ContentDesk(stores, check, join(dir, `package-${hand}`), found, count);
      for (let task = tasks[next++]; task; task = tasks[next++]) {
        if (Array.isArray(task)) await desk.inspections(task, inspections);
        else await desk.look(task);
        progress(++done, tasks.length);
      }
    };
    try {
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, hand) => work(hand)));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
    return { ...count, inspections: inspections.count };
  };
}

/** Yearly looks, those at one package of one case together: two cases that name the same package say each what it was announced with. */
function looksIn(tasks: readonly ContentTask[]): InspectionTask[][] {
  const looks = new Map<string, InspectionTask[]>();
  for (const task of tasks) {
    if (task.kind !== 'inspection') continue;
    const of = `${task.case} ${task.holding.package.content}`;
    looks.set(of, [...(looks.get(of) ?? []), task]);
  }
  return [...looks.values()];
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

  look(task: Looked): Promise<void> {
    switch (task.kind) {
      case 'package':
        return this.#package(task);
      case 'record':
        return this.#record(task);
      case 'object':
        return this.#object(task);
    }
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

  #package(task: PackageTask): Promise<void> {
    const open = !task.foreign && this.#check && ((where: string, file: string) => this.#open(task, where, file));
    return this.#copies(task, { missing: 'PACKAGE_MISSING', changed: 'PACKAGE_DIGEST' }, open || undefined);
  }

  async #record(task: RecordTask): Promise<void> {
    await this.#copies(task, { missing: 'OBJECT_MISSING', changed: 'OBJECT_DIGEST' }, undefined);
    if (task.manifest) await this.#manifest(task, task.manifest);
  }

  /** @param tasks looks at one package, in the order of their links */
  async inspections(tasks: readonly InspectionTask[], inspections: Inspections): Promise<void> {
    const file = (await this.#fetch(tasks[0]!)) ? this.#scratch : undefined;
    await inspections.judge(tasks, file, (task, { code, field, expected, found }) =>
      this.#say(task, code, field, expected, found),
    );
  }

  /** A copy that is what was stored, read into the scratch file. That others are not is told of the link that stored them. */
  async #fetch({ announced, holding: { package: stored, copies } }: InspectionTask): Promise<boolean> {
    if (announced === null) return false;
    for (const { place, bucket, key, versionId } of this.#onceInFolder(copies)) {
      const at: ObjectPlace = { bucket, content: stored.content, key, versionId };
      const read = await this.#storeOf(place)?.readThrough(at, this.#scratch);
      if (read && `sha256:${read.sha256}` === stored.content) return true;
    }
    return false;
  }

  /** @param open given a copy that is what it should be, once */
  async #copies(
    task: PackageTask | RecordTask,
    code: { readonly missing: Raise['code']; readonly changed: Raise['code'] },
    open: ((where: string, file: string) => Promise<void>) | undefined,
  ): Promise<void> {
    let opened = false;
    for (const copy of this.#onceInFolder(task.copies)) {
      const store = this.#storeOf(copy.place);
      const where = `${copy.place}/${copy.bucket}/${copy.key}`;
      if (!store) {
        this.#say(task, code.missing, where, `place ${copy.place}`, 'no such place in the places file');
        continue;
      }
      const { bucket, key, versionId } = copy;
      const at: ObjectPlace = { bucket, content: task.content, key, versionId };
      const keep = !opened && open ? this.#scratch : undefined;
      const read = await this.#read(store, at, keep);
      if (!read) {
        this.#say(task, code.missing, where, task.content, 'none');
        continue;
      }
      if (`sha256:${read.sha256}` !== task.content || read.size !== task.size)
        this.#say(
          task,
          code.changed,
          where,
          `${task.content}, ${task.size} bytes`,
          `sha256:${read.sha256}, ${read.size} bytes`,
        );
      else if (keep) {
        opened = true;
        await open?.(where, keep);
      }
      await this.#lock(task, store, at, where, copy.until);
    }
  }

  /** A folder holds each object once, whichever place it was copied from. */
  #onceInFolder<T>(copies: readonly T[]): readonly T[] {
    return this.#stores.some(({ place }) => place === '*') ? copies.slice(0, 1) : copies;
  }

  #storeOf(name: string): ContentStore | undefined {
    return this.#stores.find(({ place }) => place === '*') ?? this.#stores.find(({ place }) => place === name);
  }

  /** A digest of the manifest that only the link of a renewal says, held against the manifest in the package. */
  async #manifest(task: RecordTask, claim: NonNullable<RecordTask['manifest']>): Promise<void> {
    for (const { place, bucket, key, versionId } of claim.copies) {
      const store = this.#storeOf(place);
      const { content } = claim.package;
      const read = store && (await this.#read(store, { bucket, content, key, versionId }, this.#scratch));
      // What is wrong with a package is told of the link that stored it.
      if (!read || `sha256:${read.sha256}` !== content) continue;
      const manifest = await manifestIn(this.#scratch, claim);
      const digest = manifest && hex(digestOf(claim.algorithm, manifest));
      if (digest !== undefined && digest !== claim.digest)
        this.#say(task, 'EVIDENCE_RECORD', 'facts.manifest', digest, claim.digest);
      return;
    }
  }

  async #open(task: PackageTask, where: string, file: string): Promise<void> {
    for (const { check, ok, detail } of (await this.#check?.(file)) ?? [])
      if (!ok) this.#say(task, 'PACKAGE_INVALID', where, check, detail);
  }

  /** The version is locked as the link says, and for as long as the case is to be kept. */
  async #lock(
    task: PackageTask | RecordTask,
    store: ContentStore,
    at: ObjectPlace,
    where: string,
    until: string,
  ): Promise<void> {
    const held = await store.lock(at);
    if (held === undefined) return;
    if (held?.mode !== 'COMPLIANCE') {
      this.#say(task, 'RETENTION_MISSING', where, 'COMPLIANCE', held?.mode ?? 'none');
      return;
    }
    const retained = task.kind === 'package' && task.retainUntil !== null ? Date.parse(task.retainUntil) : 0;
    const least = Math.max(Date.parse(until), retained);
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
