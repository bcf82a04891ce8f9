import { describe, expect, it } from 'vitest';
import { hex } from '../digest.ts';
import { Frontier } from '../merkle/frontier.ts';
import { leafHash } from '../merkle/hash.ts';
import { consistencyProof, consistencyRanges, inclusionProof, inclusionRanges } from '../merkle/proof.ts';
import { verifyConsistency, verifyInclusion } from '../merkle/verify.ts';
import { TileWriter } from './tile-writer.ts';
import { bundleEntry, edgeTiles, entriesOf, MAX_ENTRY_BYTES, tilePath, tileReader, tilesFor } from './tiles.ts';

const entry = (i: number) => Buffer.from(`链节 ${i}`);
/** A log of `sizes` written checkpoint by checkpoint into one map, as a vault would hold it. */
const write = (...sizes: number[]) => {
  const files = new Map<string, Uint8Array>();
  const heads = new Map<number, { size: number; root: Buffer }>();
  const writer = new TileWriter();
  for (const size of sizes) {
    while (writer.size < size) writer.append(entry(writer.size));
    for (const f of writer.take()) files.set(f.path, f.bytes);
    heads.set(size, { size, root: writer.root() });
  }
  return { files, heads, writer };
};
const rootOf = (n: number) => {
  const f = new Frontier();
  for (let i = 0; i < n; i++) f.append(leafHash(entry(i)));
  return f.root();
};

describe('tiles', () => {
  it.each([
    [0, 'tile/0/000'],
    [67, 'tile/0/067'],
    [1234067, 'tile/0/x001/x234/067'],
  ])('index %i lies under %s', (index, path) => {
    expect(tilePath({ level: 0, index, width: 256 })).toBe(path);
  });

  it('of 70,000 entries have the edge the specification gives', () => {
    expect(edgeTiles(70_000).map(tilePath)).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
    expect(edgeTiles(256).map(tilePath)).toEqual(['tile/1/000.p/1']);
    expect(edgeTiles(0)).toEqual([]);
  });

  it('are written once when full, at the edge for each checkpoint, and not again when nothing came', () => {
    const { files, writer } = write(3, 256, 300, 700);
    expect([...files.keys()].sort()).toEqual(
      [
        'tile/0/000',
        'tile/0/000.p/3',
        'tile/0/001',
        'tile/0/001.p/44',
        'tile/0/002.p/188',
        'tile/1/000.p/1',
        'tile/1/000.p/2',
        'tile/entries/000',
        'tile/entries/000.p/3',
        'tile/entries/001',
        'tile/entries/001.p/44',
        'tile/entries/002.p/188',
      ].sort(),
    );
    expect(writer.take()).toEqual([]);
  });

  it('hold every entry, and lead to the root', () => {
    const { files, heads } = write(700);
    const entries = ['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/188'].flatMap(
      (p) => entriesOf(files.get(p)!)!,
    );
    expect(entries.map((e) => e.toString())).toEqual(Array.from({ length: 700 }, (_, i) => entry(i).toString()));
    expect(hex(heads.get(700)!.root)).toBe(hex(rootOf(700)));
  });

  it('give proofs of inclusion and consistency from just the tiles a proof names', () => {
    const { files, heads } = write(1, 255, 256, 257, 700, 70_000);
    const size = 70_000;
    for (const index of [0, 255, 256, 699, 65_535, 65_536, 69_999]) {
      const need = new Map(
        tilesFor(inclusionRanges(index, size), size).map((t) => [tilePath(t), files.get(tilePath(t))!]),
      );
      const proof = inclusionProof(index, size, tileReader(size, need));
      expect(verifyInclusion(leafHash(entry(index)), index, heads.get(size)!, proof)).toBe(true);
    }
    for (const old of [1, 255, 256, 257, 700]) {
      const need = new Map(
        tilesFor(consistencyRanges(old, size), size).map((t) => [tilePath(t), files.get(tilePath(t))!]),
      );
      expect(
        verifyConsistency(heads.get(old)!, heads.get(size)!, consistencyProof(old, size, tileReader(size, need))),
      ).toBe(true);
    }
    expect(() => tileReader(size, new Map())({ level: 0, index: 0 })).toThrow(RangeError);
  });

  it.each([0, 1, 255, 256, 257, 511, 512, 700, 65_536, 65_537, 66_000])(
    'can be gone on writing from size %i',
    (size) => {
      const { files, heads } = write(size);
      const fetched = new Map(TileWriter.edgePaths(size).map((p) => [p, files.get(p)!]));
      const resumed = TileWriter.resume(heads.get(size)!, fetched);
      if (!resumed.ok) throw new Error(resumed.detail);
      while (resumed.value.size < size + 300) resumed.value.append(entry(resumed.value.size));
      const later = new Map(resumed.value.take().map((f) => [f.path, f.bytes]));
      expect(hex(resumed.value.root())).toBe(hex(rootOf(size + 300)));
      const straight = write(size, size + 300).files;
      for (const [path, bytes] of later) expect(hex(straight.get(path)!)).toBe(hex(bytes));
    },
  );

  it('are not gone on with where a file is missing, short, of other entries, or of another root', () => {
    const { files, heads } = write(300, 700);
    const head = heads.get(700)!;
    const edge = TileWriter.edgePaths(700);
    const all = () => new Map(edge.map((p) => [p, files.get(p)!]));
    expect(TileWriter.resume(head, all()).ok).toBe(true);
    for (const path of edge) {
      const lacking = all();
      lacking.delete(path);
      expect(TileWriter.resume(head, lacking)).toMatchObject({ code: 'TILES' });
      const changed = all();
      const bytes = Uint8Array.from(changed.get(path)!);
      bytes[bytes.length - 1]! ^= 1;
      expect(TileWriter.resume(head, changed.set(path, bytes))).toMatchObject({ code: 'TILES' });
    }
    expect(TileWriter.resume({ ...head, root: heads.get(300)!.root }, all())).toMatchObject({ code: 'TILES' });
  });
});

describe('an entry bundle', () => {
  it('takes entries of nothing up to 65,535 bytes and no more', () => {
    expect(bundleEntry(new Uint8Array(0))).toHaveLength(2);
    expect(entriesOf(bundleEntry(new Uint8Array(MAX_ENTRY_BYTES)))?.[0]).toHaveLength(MAX_ENTRY_BYTES);
    expect(() => bundleEntry(new Uint8Array(MAX_ENTRY_BYTES + 1))).toThrow(RangeError);
  });

  it('that ends in the middle of an entry is none', () => {
    expect(entriesOf(bundleEntry(Buffer.from('abc')).subarray(0, 4))).toBeNull();
    expect(entriesOf(Buffer.of(0))).toBeNull();
  });
});
