import { bound, page } from './pages.ts';
import { specimens } from './specimens.ts';

export interface Fuzzed {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Numbers that programs stumble over. */
const ODD = [0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** What happens to files on their way, and what somebody does to them on purpose: seeded, so that any one of them can be made again by its number. */
export class Fuzzer {
  readonly #files: readonly Fuzzed[];
  readonly #seed: number;

  private constructor(files: readonly Fuzzed[], seed: number) {
    this.#files = files;
    this.#seed = seed;
  }

  static async over(seed: number): Promise<Fuzzer> {
    const small = page({ width: 240, height: 320, lines: 8 });
    const jpeg = await small.clone().jpeg().toBuffer();
    const files: Fuzzed[] = [
      ...(await specimens()).filter(({ bytes, readable }) => readable === 'yes' && bytes.length < 40_000),
      { name: 'page.jpg', bytes: jpeg },
      { name: 'late.jpg', bytes: await small.clone().jpeg({ progressive: true }).toBuffer() },
      { name: 'page.png', bytes: await small.clone().png().toBuffer() },
      {
        name: 'g4.tif',
        bytes: await small
          .clone()
          .threshold(128)
          .toColourspace('b-w')
          .tiff({ compression: 'ccittfax4', bitdepth: 1 })
          .toBuffer(),
      },
      { name: 'plain.tif', bytes: await small.clone().tiff({ compression: 'none' }).toBuffer() },
      { name: 'scans.pdf', bytes: bound([jpeg, jpeg]) },
      { name: 'text.pdf', bytes: bound([jpeg], { text: 'BT /F 12 Tf 9 9 Td (x) Tj ET' }) },
    ];
    return new Fuzzer(files, seed);
  }

  /** The n-th file: one to four changes of one that was sound. */
  file(n: number): Fuzzed {
    const random = generator(this.#seed ^ Math.imul(n + 1, 0x9e3779b1));
    const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
    const { name, bytes } = pick(this.#files);
    const other = pick(this.#files).bytes;
    let changed = Buffer.from(bytes);
    for (let left = 1 + random(4); left > 0; left -= 1) changed = change(changed, other, random);
    return { name, bytes: changed };
  }
}

type Random = (below: number) => number;

function generator(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return below === 0 ? 0 : (state >>> 0) % below;
  };
}

function change(bytes: Buffer, other: Buffer, random: Random): Buffer<ArrayBuffer> {
  const at = random(bytes.length + 1);
  const to = random(bytes.length + 1);
  const copy = Buffer.from(bytes);
  switch (random(10)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      return copy.subarray(at);
    case 2:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(to)]);
    case 3:
      return Buffer.concat([copy.subarray(0, at), other.subarray(random(other.length))]);
    case 4:
      return Buffer.concat([copy.subarray(0, at), other.subarray(0, random(200)), copy.subarray(at)]);
    case 5:
    case 6: {
      const value = ODD[random(ODD.length)]!;
      if (copy.length < 4) return copy;
      const where = random(copy.length - 3);
      return random(2) === 0
        ? written(copy, (one) => one.writeUInt32LE(value, where))
        : written(copy, (one) => one.writeUInt32BE(value, where));
    }
    case 7:
      copy.fill(random(256), at, Math.min(copy.length, at + random(60)));
      return copy;
    default:
      for (let left = 1 + random(8); left > 0 && copy.length > 0; left -= 1)
        copy[random(copy.length)]! ^= 1 << random(8);
      return copy;
  }
}

function written(copy: Buffer<ArrayBuffer>, write: (copy: Buffer) => void): Buffer<ArrayBuffer> {
  write(copy);
  return copy;
}
