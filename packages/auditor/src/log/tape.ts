import type { Vacancy } from '../lane/sink.ts';

/** Leaves of one partition in the order of their offsets, many at once: what threads hand to one another. */
export interface LeafBlock {
  readonly topic: string;
  readonly partition: number;
  readonly offsets: Float64Array;
  /** LogAppendTime of each. */
  readonly times: Float64Array;
  /** SHA-256 of each link's value bytes, 32 bytes each. */
  readonly digests: Uint8Array;
  readonly count: number;
  /** Offsets at which no record lies, each four times itself plus the place of its reason in `BY`. */
  readonly vacant: readonly number[];
}

/** A link as the log sees it. */
export interface Leaf {
  readonly offset: number;
  readonly time: number;
  readonly digest: Buffer;
}

const BLOCK = 512;
/** Reasons for a vacant offset, the likeliest to be a deletion first. */
const BY: readonly Vacancy[] = ['nothing', 'given-up', 'marker'];

/** Collects leaves into blocks. */
export class BlockBuilder {
  readonly #topic: string;
  readonly #partition: number;
  readonly #emit: (block: LeafBlock) => void;
  #offsets = new Float64Array(BLOCK);
  #times = new Float64Array(BLOCK);
  #digests = Buffer.allocUnsafeSlow(BLOCK * 32);
  #vacant: number[] = [];
  #count = 0;

  constructor(topic: string, partition: number, emit: (block: LeafBlock) => void) {
    this.#topic = topic;
    this.#partition = partition;
    this.#emit = emit;
  }

  add(offset: number, time: number, sha256: string): void {
    const at = this.#count++;
    this.#offsets[at] = offset;
    this.#times[at] = time;
    this.#digests.write(sha256, at * 32, 'hex');
    if (this.#count === BLOCK) this.flush();
  }

  vacant(offset: number, by: Vacancy): void {
    this.#vacant.push(offset * 4 + BY.indexOf(by));
    if (this.#vacant.length >= BLOCK * 4) this.flush();
  }

  flush(): void {
    if (this.#count === 0 && this.#vacant.length === 0) return;
    this.#emit({
      topic: this.#topic,
      partition: this.#partition,
      offsets: this.#offsets,
      times: this.#times,
      digests: this.#digests,
      count: this.#count,
      vacant: this.#vacant,
    });
    this.#offsets = new Float64Array(BLOCK);
    this.#times = new Float64Array(BLOCK);
    this.#digests = Buffer.allocUnsafeSlow(BLOCK * 32);
    this.#vacant = [];
    this.#count = 0;
  }
}

/** The leaves of one partition as they come in, to be taken in order. */
export class Tape {
  readonly topic: string;
  readonly partition: number;
  #blocks: LeafBlock[] = [];
  #at = 0;
  #back: Leaf[] = [];
  #vacant: number[] = [];
  /** The last offset of which anything has come in. */
  #last = -1;
  #ended = false;
  /** Time of the last leaf that came in. */
  newest = 0;
  /** Time of the last leaf that was taken from among the new ones. */
  reached = 0;
  #wake: (() => void) | undefined;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  push(block: LeafBlock): void {
    this.#blocks.push(block);
    if (block.count > 0) this.newest = Math.max(this.newest, block.times[block.count - 1]!);
    if (block.count > 0) this.#last = Math.max(this.#last, block.offsets[block.count - 1]!);
    for (const mark of block.vacant) {
      this.#vacant.push(mark);
      this.#last = Math.max(this.#last, Math.floor(mark / 4));
    }
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The next leaf without taking it; undefined at the end. */
  async peek(): Promise<Leaf | undefined> {
    return this.#back.at(-1) ?? ((await this.#ready()) ? this.#head() : undefined);
  }

  async take(): Promise<Leaf | undefined> {
    const back = this.#back.pop();
    if (back) return back;
    if (!(await this.#ready())) return undefined;
    const leaf = this.#head();
    this.#at += 1;
    this.reached = leaf.time;
    return leaf;
  }

  /** All leaves up to an offset. */
  async takeUntil(offset: number): Promise<Leaf[]> {
    const leaves: Leaf[] = [];
    for (;;) {
      const back = this.#back.at(-1);
      if (back) {
        if (back.offset > offset) return leaves;
        leaves.push(this.#back.pop()!);
        continue;
      }
      if (!this.#here() && !(await this.#ready())) return leaves;
      const { offsets, count } = this.#blocks[0]!;
      while (this.#at < count && offsets[this.#at]! <= offset) {
        leaves.push(this.#head());
        this.#at += 1;
      }
      if (leaves.length > 0) this.reached = leaves.at(-1)!.time;
      if (this.#at < count) return leaves;
    }
  }

  /** Puts leaves back, as if they had not been taken. */
  putBack(leaves: readonly Leaf[]): void {
    for (let i = leaves.length - 1; i >= 0; i--) this.#back.push(leaves[i]!);
  }

  /** Offsets between two others at which no record lies, those first that are likeliest to have held one. What lies behind the end of the partition was cut off. */
  vacantBetween(after: number, before: number): number[] {
    const cut = Math.max(after, this.#last) + 1;
    const gone = Array.from({ length: Math.min(Math.max(before - cut, 0), BLOCK) }, (_, i) => (cut + i) * 4);
    return [...this.#vacant, ...gone]
      .map((mark) => ({ offset: Math.floor(mark / 4), rank: mark % 4 }))
      .filter(({ offset }) => offset > after && offset < before)
      .sort((a, b) => a.rank - b.rank || a.offset - b.offset)
      .map(({ offset }) => offset);
  }

  /** Forgets vacant offsets up to this one. */
  forget(offset: number): void {
    if (this.#vacant.length < 4_096) return;
    this.#vacant = this.#vacant.filter((mark) => mark > offset * 4 + 3);
  }

  /** Takes all that is left: how many there are, and the first of them. */
  async rest(): Promise<{ count: number; first: Leaf | undefined }> {
    const first = await this.peek();
    let count = this.#back.length;
    this.#back = [];
    while (await this.#ready()) {
      count += this.#blocks[0]!.count - this.#at;
      this.#at = this.#blocks[0]!.count;
    }
    return { count, first };
  }

  #head(): Leaf {
    const { offsets, times, digests } = this.#blocks[0]!;
    const at = this.#at;
    const digest = Buffer.from(digests.buffer, digests.byteOffset + at * 32, 32);
    return { offset: offsets[at]!, time: times[at]!, digest };
  }

  /** Whether a leaf is at hand. */
  #here(): boolean {
    while (this.#blocks.length > 0 && this.#at >= this.#blocks[0]!.count) {
      this.#blocks.shift();
      this.#at = 0;
    }
    return this.#blocks.length > 0;
  }

  async #ready(): Promise<boolean> {
    while (!this.#here()) {
      if (this.#ended) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    return true;
  }
}
