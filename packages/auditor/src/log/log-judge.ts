import { ARCHIVE_TOPICS, CHECKPOINTS, type LogRange } from '@guidang/contracts';
import { Frontier, fromHex, hex, openCheckpoint, sameHash, type TreeHead } from '@guidang/evidence';
import type { Anchors } from '../anchors.ts';
import type { ReadLogFile } from '../dump/log-files.ts';
import { type Claim, type Raise, type Raised, raised, type Spot, spotKey } from '../findings/finding.ts';
import type { JudgedBatch } from './checkpoint-judge.ts';
import { expectedLeaves } from './expected.ts';
import { HeldReach } from './held-reach.ts';
import { type LeafChange, leafChanges } from './leaf-diff.ts';
import type { Leaf, Tape } from './tape.ts';

/** A head had from elsewhere, which the log must hold. */
export interface KnownHead extends TreeHead {
  /** Who says so: a file of the log, or the anchors. */
  readonly from: string;
}

export interface LogPorts {
  readonly anchors: Anchors;
  /** By topic and partition. */
  readonly tapes: ReadonlyMap<string, Tape>;
  readonly logFile: ReadLogFile | null;
  /** Size of the tree that the files of the log belong to. */
  readonly filesSize: number;
  readonly known: readonly KnownHead[];
  readonly found: (finding: Raised) => void;
}

/** What a batch took in: its range and the links that lie in it. */
interface Taken {
  readonly range: LogRange;
  readonly tape: Tape;
  /** Links before the range that no batch took in. */
  readonly strays: readonly Leaf[];
  readonly leaves: readonly Leaf[];
}

/** A batch that does not lead to its root, and the tree before it. */
interface Stuck {
  readonly batch: JudgedBatch;
  readonly before: Frontier;
  readonly taken: readonly Taken[];
}

export const tapeKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/**
 * Computes the log again from the links, batch by batch, and holds it against what was signed. Where a batch does not lead to its root, the public files of the
 * log tell which link is at fault; where they are not at hand, what other records say of it.
 */
export class LogJudge {
  readonly #ports: LogPorts;
  #tree = new Frontier();
  /** A batch that could not be explained yet; from it on roots cannot be computed. */
  #stuck: Stuck | undefined;
  readonly #later: { batch: JudgedBatch; taken: readonly Taken[] }[] = [];
  /** How far each partition is covered by batches that hold. */
  readonly held = new HeldReach();
  readonly #metHeads = new Set<KnownHead>();
  /** Of heads had from elsewhere: the first batch that reaches their size. */
  readonly #reaching = new Map<KnownHead, JudgedBatch>();
  batches = 0;
  leaves = 0;
  /** Batches whose root could not be computed. */
  unverified = 0;

  constructor(ports: LogPorts) {
    this.#ports = ports;
  }

  async batch(batch: JudgedBatch): Promise<void> {
    this.batches += 1;
    for (const known of this.#ports.known)
      if (!this.#reaching.has(known) && headOf(batch).size >= known.size) this.#reaching.set(known, batch);
    const taken: Taken[] = [];
    for (const range of batch.record.ranges) {
      const tape = this.#ports.tapes.get(tapeKey(range.topic, range.partition));
      if (!tape) {
        this.#atBatch(
          batch,
          'CHECKPOINT_RANGES',
          'ranges',
          'partitions that are there',
          `${range.topic}-${range.partition}`,
        );
        continue;
      }
      const all = await tape.takeUntil(range.to);
      const first = all.findIndex(({ offset }) => offset >= range.from);
      const cut = first < 0 ? all.length : first;
      taken.push({ range, tape, strays: all.slice(0, cut), leaves: all.slice(cut) });
    }
    if (this.#stuck) this.#later.push({ batch, taken });
    else await this.#extend(batch, taken);
  }

  /** Whether a link lies in a batch that leads to its signed root: then it is as it was logged, whatever others say. */
  isHeld(spot: Spot): boolean {
    return this.held.holds(spot);
  }

  async #extend(batch: JudgedBatch, taken: readonly Taken[]): Promise<void> {
    const before = this.#tree.copy();
    const head = headOf(batch);
    if (this.#fits(before, taken, head)) {
      this.#holds(batch, taken);
      return;
    }
    const expected = await this.#expected(before, head);
    if (!expected) {
      if (!this.#fitsWithStrays(batch, before, taken, head)) this.#stuck = { batch, before, taken };
      return;
    }
    const counted = taken.reduce((sum, { range }) => sum + range.count, 0);
    if (expected.length > counted) await this.#skipped(batch, taken, expected, expected.length - counted);
    else if (!(await this.#repaired(batch, taken, expected))) this.#explain(batch, taken, expected);
    this.#tree = before.copy();
    for (const leaf of expected) this.#append(this.#tree, leaf);
    this.#metAt(this.#tree, head);
  }

  /** Whether the links lead from the tree before to the head of the batch, and nothing else lies among them. */
  #fits(before: Frontier, taken: readonly Taken[], head: TreeHead): boolean {
    if (taken.some(({ range, strays, leaves }) => strays.length > 0 || leaves.length !== range.count)) return false;
    if (taken.some(({ range, leaves }) => leaves[0]!.offset !== range.from || leaves.at(-1)!.offset !== range.to))
      return false;
    const tree = before.copy();
    for (const { leaves } of taken) for (const leaf of leaves) this.#append(tree, leaf.digest);
    if (tree.size !== head.size || !sameHash(tree.root(), head.root)) return false;
    this.#tree = tree;
    return true;
  }

  #holds(batch: JudgedBatch, taken: readonly Taken[]): void {
    for (const { range, tape, leaves } of taken) {
      this.leaves += leaves.length;
      tape.forget(range.to);
    }
    this.#reach(batch, taken);
    this.#metAt(this.#tree, headOf(batch));
  }

  #reach({ nth }: JudgedBatch, taken: readonly Taken[]): void {
    this.held.reach(
      nth,
      taken.map(({ range }) => [tapeKey(range.topic, range.partition), range.to]),
    );
  }

  #reachOf({ nth }: JudgedBatch, used: readonly { tape: Tape; leaves: readonly Leaf[] }[]): void {
    this.held.reach(
      nth,
      used.map(({ tape, leaves }) => [tapeKey(tape.topic, tape.partition), leaves.at(-1)!.offset]),
    );
  }

  /** The leaves of the batch by the files of the log, believed only where they lead to what was signed. */
  async #expected(before: Frontier, head: TreeHead): Promise<Buffer[] | undefined> {
    const { logFile, filesSize } = this.#ports;
    if (!logFile || head.size < before.size) return undefined;
    const leaves = await expectedLeaves(logFile, filesSize, before.size, head.size);
    return leaves && sameHash(grown(before, leaves).root(), head.root) ? leaves : undefined;
  }

  /** A checkpoint between this one and the last is gone; its links are those that come first. What is wrong with its own links is told as of this one. */
  async #skipped(
    batch: JudgedBatch,
    taken: readonly Taken[],
    expected: readonly Buffer[],
    skipped: number,
  ): Promise<void> {
    putBack(taken);
    const used = await this.#inOrder(expected.slice(0, skipped));
    for (const { leaves } of used) this.leaves += leaves.length;
    this.#reachOf(batch, used);
    const again: Taken[] = [];
    for (const { range, tape } of taken) {
      const all = await tape.takeUntil(range.to);
      const cut = all.filter(({ offset }) => offset < range.from).length;
      again.push({ range, tape, strays: all.slice(0, cut), leaves: all.slice(cut) });
    }
    this.#explain(batch, again, expected.slice(skipped));
  }

  /** Without the files of the log: a checkpoint that is gone took in the links that no range holds. */
  #fitsWithStrays(batch: JudgedBatch, before: Frontier, taken: readonly Taken[], head: TreeHead): boolean {
    if (taken.every(({ strays }) => strays.length === 0)) return false;
    if (taken.some(({ range, leaves }) => leaves.length !== range.count)) return false;
    const tree = before.copy();
    for (const { strays } of taken) for (const { digest } of strays) tree.appendDigest(digest);
    for (const { leaves } of taken) for (const { digest } of leaves) tree.appendDigest(digest);
    if (tree.size !== head.size || !sameHash(tree.root(), head.root)) return false;
    this.#tree = tree;
    this.#holds(batch, taken);
    return true;
  }

  /** Takes these leaves from the tapes, one partition after the other, as far as they come in this order. */
  async #inOrder(expected: readonly Buffer[]): Promise<{ tape: Tape; leaves: Leaf[] }[]> {
    const used: { tape: Tape; leaves: Leaf[] }[] = [];
    let at = 0;
    for (const tape of inChainOrder(this.#ports.tapes)) {
      const leaves: Leaf[] = [];
      for (;;) {
        const leaf = await tape.peek();
        if (!leaf || at >= expected.length || !leaf.digest.equals(expected[at]!)) break;
        await tape.take();
        leaves.push(leaf);
        at += 1;
      }
      if (leaves.length > 0) used.push({ tape, leaves });
    }
    return used;
  }

  /** Where every link of the batch is there, one partition after the other, it is the ranges that are wrong. */
  async #repaired(batch: JudgedBatch, taken: readonly Taken[], expected: readonly Buffer[]): Promise<boolean> {
    putBack(taken);
    const used = await this.#inOrder(expected);
    const whole = used.reduce((sum, { leaves }) => sum + leaves.length, 0) === expected.length;
    const said = JSON.stringify(batch.record.ranges);
    const are = JSON.stringify(
      used.map(({ tape: { topic, partition }, leaves }) => ({
        topic,
        partition,
        from: leaves[0]!.offset,
        to: leaves.at(-1)!.offset,
        count: leaves.length,
      })),
    );
    if (whole && said !== are) {
      this.leaves += expected.length;
      this.#reachOf(batch, used);
      this.#atBatch(batch, 'CHECKPOINT_RANGES', 'ranges', are.slice(0, 400), said.slice(0, 400));
      return true;
    }
    for (const { tape, leaves } of used) tape.putBack(leaves);
    for (const { tape, strays, leaves } of taken) {
      const again = await tape.takeUntil(leaves.at(-1)?.offset ?? strays.at(-1)?.offset ?? -1);
      if (again.length !== strays.length + leaves.length)
        throw new Error('leaves were not put back as they were taken');
    }
    return false;
  }

  /** Names every link of the batch that is not the log's. */
  #explain(batch: JudgedBatch, taken: readonly Taken[], expected: readonly Buffer[]): void {
    let at = 0;
    for (const one of taken) {
      const { range, leaves, strays } = one;
      for (const leaf of strays) this.#change(batch, one, { is: 'added', leaf });
      const part = expected.slice(at, at + range.count);
      at += range.count;
      const changes = leafChanges(part, leaves);
      let missed = { after: undefined as Leaf | undefined, count: 0 };
      for (const change of changes) {
        if (change.is !== 'missing') this.#change(batch, one, change);
        else {
          if (missed.count === 0 || missed.after !== change.after) missed = { after: change.after, count: 0 };
          this.#change(batch, one, change, missed.count++);
        }
      }
      this.leaves += leaves.length;
    }
    this.#reach(batch, taken);
    if (at !== expected.length)
      this.#atBatch(batch, 'CHECKPOINT_RANGES', 'ranges', `${expected.length} links`, `${at} links`);
  }

  #change(batch: JudgedBatch, { range, tape }: Pick<Taken, 'range' | 'tape'>, change: LeafChange, nth = 0): void {
    const { topic, partition } = range;
    const say = (
      code: Raise['code'],
      offset: number,
      time: number,
      expected: string,
      was: string,
      field = 'value',
    ): void => {
      const at = { topic, partition, offset };
      this.held.broken(at);
      this.#ports.found(raised({ code, at, time, field, expected, found: was }));
    };
    if (change.is === 'mutated')
      say('LEAF_MUTATED', change.leaf.offset, change.leaf.time, hex(change.expected), hex(change.leaf.digest));
    else if (change.is === 'added')
      say('LINK_ADDED', change.leaf.offset, change.leaf.time, 'nothing', hex(change.leaf.digest));
    else {
      const after = change.after?.offset ?? range.from - 1;
      const before = change.before?.offset ?? range.to + 1;
      const vacant = tape.vacantBetween(after, before);
      const offset = vacant[nth] ?? Math.min(after + 1 + nth, before);
      const time = change.after?.time ?? change.before?.time ?? Math.min(tape.reached || batch.time, batch.time);
      // Where no place is free, what lies behind has moved up.
      const field = vacant[nth] !== undefined || offset > range.to ? 'value' : 'offset';
      say('LINK_MISSING', offset, time, hex(change.expected), 'nothing', field);
    }
  }

  #atBatch({ at, time }: JudgedBatch, code: Raise['code'], field: string, expected: string, was: string): void {
    this.#ports.found(raised({ code, at, time, field, expected, found: was }));
  }

  /** Everything was read. `claims` are what other records say of links that they do not find so; `endOfTopic` is where the checkpoints end. */
  async finish(claims: readonly Claim[], endOfTopic: number): Promise<void> {
    while (this.#stuck) {
      const { batch, before, taken } = this.#stuck;
      const right = substituted(before, taken, headOf(batch), claims);
      if (!right) break;
      this.#stuck = undefined;
      this.#tree = right.tree;
      for (const [leaf, { one, sha256 }] of right.replaced)
        this.#change(batch, one, { is: 'mutated', leaf, expected: Buffer.from(sha256, 'hex') });
      for (const { leaves } of taken) this.leaves += leaves.length;
      this.#reach(batch, taken);
      this.#metAt(right.tree, headOf(batch));
      const later = this.#later.splice(0);
      for (const one of later) {
        if (this.#stuck) this.#later.push(one);
        else await this.#extend(one.batch, one.taken);
      }
    }
    if (this.#stuck) this.#giveUp(this.#stuck);
    for (const known of this.#ports.known) if (!this.#metHeads.has(known)) this.#unmet(known, endOfTopic);
  }

  /** No single explanation was found: the batch is named, with what can be said of its ranges. */
  #giveUp({ batch, taken, before }: Stuck): void {
    this.unverified = 1 + this.#later.length;
    const short = taken.find(({ range, leaves }) => leaves.length < range.count);
    const long = taken.find(({ range, leaves, strays }) => leaves.length > range.count || strays.length > 0);
    const size = before.size + taken.reduce((sum, { range }) => sum + range.count, 0);
    if (short) {
      const { range, tape, leaves } = short;
      const { topic, partition, from, to, count } = range;
      const [vacant] = tape.vacantBetween(from - 1, to + 1);
      const firstGap = leaves.length === 0 || leaves[0]!.offset > from ? from : undefined;
      const lastGap = leaves.length > 0 && leaves.at(-1)!.offset < to ? to : undefined;
      const offset = firstGap ?? lastGap ?? vacant ?? from;
      this.#ports.found(
        raised({
          code: 'LINK_MISSING',
          at: { topic, partition, offset },
          time: leaves[0]?.time ?? batch.time,
          field: 'count',
          expected: `${count} links from ${from} to ${to}`,
          found: String(leaves.length),
        }),
      );
    } else if (long) {
      const { topic, partition, from, to, count } = long.range;
      const leaf = long.strays[0] ?? long.leaves.at(-1)!;
      this.#ports.found(
        raised({
          code: 'LINK_ADDED',
          at: { topic, partition, offset: leaf.offset },
          time: leaf.time,
          field: 'count',
          expected: `${count} links from ${from} to ${to}`,
          found: String(long.leaves.length + long.strays.length),
        }),
      );
    }
    const head = headOf(batch);
    this.#atBatch(batch, 'CHECKPOINT_ROOT', 'root', `${head.size} ${hex(head.root)}`, `${size}, another root`);
  }

  /** Grows the tree by a leaf. A head had from elsewhere may fall into the middle of a batch, and is met here. */
  #append(tree: Frontier, digest: Uint8Array): void {
    tree.appendDigest(digest);
    for (const known of this.#ports.known)
      if (tree.size === known.size && sameHash(tree.root(), known.root)) this.#metHeads.add(known);
  }

  #metAt(tree: Frontier, head: TreeHead): void {
    for (const known of this.#ports.known)
      if (head.size === known.size && sameHash(tree.root(), known.root)) this.#metHeads.add(known);
  }

  #unmet(known: KnownHead, endOfTopic: number): void {
    if (known.size === 0) return;
    const cut = this.#tree.size < known.size && !this.#stuck;
    if (this.#stuck && this.#tree.size < known.size) return;
    const end: Spot = { topic: CHECKPOINTS, partition: 0, offset: endOfTopic };
    const reaching = this.#reaching.get(known);
    const at = cut ? end : (reaching?.at ?? end);
    if (!cut && reaching) this.held.doubt(reaching.nth);
    this.#ports.found(
      raised({
        code: cut ? 'LOG_TRUNCATED' : 'CHECKPOINT_FORK',
        at,
        time: Number.MAX_SAFE_INTEGER,
        field: known.from,
        expected: `${known.size} ${hex(known.root)}`,
        found: cut ? `${this.#tree.size} links` : 'another root at this size',
      }),
    );
  }
}

/** What of the head can be believed: what was signed, else what the record says. */
const headOf = ({ signed, record }: JudgedBatch): TreeHead =>
  signed ?? { size: record.size, root: fromHex(record.root) ?? Buffer.alloc(0) };

/** The last that was taken goes back first: ranges that name one partition twice have taken from one tape. */
function putBack(taken: readonly Taken[]): void {
  for (const { tape, strays, leaves } of taken.toReversed()) tape.putBack([...strays, ...leaves]);
}

const grown = (before: Frontier, leaves: readonly Uint8Array[]): Frontier => {
  const tree = before.copy();
  for (const leaf of leaves) tree.appendDigest(leaf);
  return tree;
};

const inChainOrder = (tapes: ReadonlyMap<string, Tape>): Tape[] =>
  [...tapes.values()].sort(
    (a, b) =>
      ARCHIVE_TOPICS.indexOf(a.topic as never) - ARCHIVE_TOPICS.indexOf(b.topic as never) || a.partition - b.partition,
  );

/**
 * Puts what other records say in the place of the links they speak of: if that leads to the signed root, it is proven that these links were changed, and
 * nothing else of the batch. All together first, then one by one.
 */
function substituted(
  before: Frontier,
  taken: readonly Taken[],
  head: TreeHead,
  claims: readonly Claim[],
): { tree: Frontier; replaced: Map<Leaf, { one: Taken; sha256: string }> } | undefined {
  if (taken.some(({ range, strays, leaves }) => strays.length > 0 || leaves.length !== range.count)) return undefined;
  const byPlace = new Map(claims.map((claim) => [spotKey(claim.about), claim.sha256]));
  const candidates = new Map<Leaf, { one: Taken; sha256: string }>();
  for (const one of taken)
    for (const leaf of one.leaves) {
      const { range } = one;
      const sha256 = byPlace.get(spotKey({ topic: range.topic, partition: range.partition, offset: leaf.offset }));
      if (sha256 !== undefined) candidates.set(leaf, { one, sha256 });
    }
  const attempts = [candidates, ...[...candidates].map((one) => new Map([one]))];
  for (const replaced of attempts) {
    if (replaced.size === 0) continue;
    const leaves = taken.flatMap((one) =>
      one.leaves.map((leaf) => {
        const right = replaced.get(leaf);
        return right ? Buffer.from(right.sha256, 'hex') : leaf.digest;
      }),
    );
    const tree = grown(before, leaves);
    if (tree.size === head.size && sameHash(tree.root(), head.root)) return { tree, replaced };
  }
  return undefined;
}

/** A head that was had from elsewhere, where the log's signature on it holds. */
export function knownHead(note: string, from: string, anchors: Anchors): KnownHead | string {
  const opened = openCheckpoint(note, anchors.log);
  if (!opened.ok) return `${opened.code}: ${opened.detail}`;
  const { size, root } = opened.value.checkpoint;
  return { size, root, from };
}
