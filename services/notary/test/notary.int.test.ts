import { type CheckpointRecord, NOTARY_PARKED } from '@guidang/contracts';
import {
  Frontier,
  fromHex,
  inclusionProof,
  inclusionRanges,
  leafHash,
  openCheckpoint,
  TileWriter,
  tilePath,
  tileReader,
  tilesFor,
  verifyInclusion,
} from '@guidang/evidence';
import { type OwnBroker, ownBroker } from '@guidang/infra-local';
import { type ToyInput, toyInputs, toyRule, toySecond } from '@guidang/lab/toy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LinkRefused } from '../src/log/refused.ts';
import { CHECKPOINT_FILE } from '../src/log/tiles.ts';
import { Witnesses } from '../src/log/witnesses.ts';
import { DAY_MS, heldCache, LOG, Logbook, WITNESS } from './logbook.ts';
import { openWitness } from './witness-house.ts';

let broker: OwnBroker;
let book: Logbook;
let runs = 0;

beforeAll(async () => {
  broker = await ownBroker('notary');
  book = await Logbook.open(broker);
});
afterEach(() => {
  book.faults = {};
});
afterAll(async () => {
  await book.close();
  await broker.discard();
});

const some = (count: number): ToyInput[] => {
  runs += 1;
  return toyInputs(count, 7).map((input) => ({ ...input, id: `${runs}-${input.id}`, case: `R${runs}-${input.case}` }));
};

/** The log as a stranger finds it: chained records, signed and cosigned heads, tiles that lead to the root of every link there is. */
async function isWhole(): Promise<void> {
  const records = await book.checkpoints();
  let previous: string | null = null;
  for (const { record, hash } of records) {
    expect(record.previous).toBe(previous);
    previous = hash;
    expect(openCheckpoint(record.note, LOG, [WITNESS])).toMatchObject({ ok: true });
  }
  const batches = records.map(({ record }) => record).filter((record) => record.type === 'checkpoint');
  expect(batches.map(({ batch }) => batch)).toEqual(batches.map((_, i) => i));
  const leaves = await book.leaves();
  const tree = new Frontier();
  for (const leaf of leaves) tree.appendDigest(leaf);
  const last = batches.at(-1)!;
  expect(last).toMatchObject({ size: leaves.length, root: tree.root().toString('hex') });
  expect(new Set(leaves.map(String)).size).toBe(leaves.length);
  await everyLeafProven(leaves, last);
}

async function everyLeafProven(
  leaves: readonly Buffer[],
  { size, root }: Extract<CheckpointRecord, { type: 'checkpoint' }>,
) {
  for (let index = 0; index < size; index += Math.max(1, Math.floor(size / 40))) {
    const files = new Map<string, Uint8Array>();
    for (const tile of tilesFor(inclusionRanges(index, size), size))
      files.set(tilePath(tile), (await book.tiles.get(tilePath(tile)))!);
    const proof = inclusionProof(index, size, tileReader(size, files));
    expect(verifyInclusion(leafHash(leaves[index]!), index, { size, root: fromHex(root)! }, proof)).toBe(true);
  }
}

describe('the log', () => {
  it('takes in every link once, has its heads cosigned, and grows by what came', async () => {
    const { notary, close } = await book.notary();
    expect(await notary.extend()).toBe(0);
    await book.write(some(60));
    expect(await notary.extend()).toBe(60);
    expect(await notary.witness()).toEqual({ witnessed: true, silent: 0, refusals: [] });
    await book.write(some(300));
    expect(await notary.extend()).toBe(300);
    expect(await notary.witness()).toMatchObject({ witnessed: true });
    await close();
    await isWhole();
    const last = (await book.checkpoints()).at(-1)!.record;
    expect(last).toMatchObject({ type: 'cosigned', timestamp: expect.any(String) });
    expect((await book.tiles.get('checkpoint'))?.toString()).toBe(last.note);
  });

  it('takes a batch apart where there is more than one batch holds', async () => {
    const { notary, close } = await book.notary(undefined, { most: 50 });
    await book.write(some(130));
    const taken = [await notary.extend(), await notary.extend(), await notary.extend(), await notary.extend()];
    expect(taken).toEqual([50, 50, 30, 0]);
    expect(await notary.witness()).toMatchObject({ witnessed: true });
    await close();
    await isWhole();
  });

  it('locks full tiles for long and its edge for a while, and lengthens the lock of the edge while it rests', async () => {
    const { notary, close } = await book.notary();
    await book.write(some(20));
    await notary.extend();
    await notary.witness();
    const { size } = notary.history;
    const edge = [...TileWriter.edgePaths(size), 'checkpoint'];
    const daysLeft = async (key: string) =>
      Math.floor(((await book.vault.retention('log', { key }))!.until.getTime() - Date.now()) / DAY_MS + 0.01);
    expect(size).toBeGreaterThan(256);
    expect(await Promise.all(['tile/0/000', 'tile/entries/000'].map(daysLeft))).toEqual([365, 365]);
    expect(await Promise.all(edge.map(daysLeft))).toEqual(edge.map(() => 2));
    book.edgeDays = 9;
    await notary.keep();
    expect(await Promise.all(edge.map(daysLeft))).toEqual(edge.map(() => 9));
    book.edgeDays = 2;
    await close();
  });

  it('goes on after a start where it stood, from its cache or without one', async () => {
    const cache = heldCache();
    for (const one of [cache, cache, undefined, cache]) {
      const { notary, close } = await book.notary(one);
      await book.write(some(40));
      expect(await notary.extend()).toBe(40);
      expect(await notary.witness()).toMatchObject({ witnessed: true });
      await notary.save();
      await close();
    }
    await isWhole();
  });

  it('takes in links of every version of a rule, each by the rules it names', async () => {
    const first = some(30);
    await book.write(first);
    book.rules = [toySecond, toyRule];
    await book.write([...some(30), ...first.map((input) => ({ ...input, id: `${input.id}-again` }))]);
    const { notary, close } = await book.notary();
    expect(await notary.extend()).toBe(90);
    await notary.witness();
    await close();
    await isWhole();
  });

  it('goes on without its witness, and is cosigned as a whole when that is back', async () => {
    const { notary, close } = await book.notary();
    book.faults.witness = () => {
      throw new Error('planted: away');
    };
    for (let round = 0; round < 3; round++) {
      await book.write(some(20));
      expect(await notary.extend()).toBe(20);
      expect(await notary.witness()).toMatchObject({ witnessed: false });
    }
    book.faults = {};
    expect(await notary.witness()).toEqual({ witnessed: true, silent: 0, refusals: [] });
    await close();
    await isWhole();
  });

  it('publishes what a quorum of several witnesses cosigned, and nothing below it; what waited is cosigned as a whole', async () => {
    const houses = await Promise.all(['q1', 'q2', 'q3'].map((name) => openWitness(`witness.example/${name}`, LOG)));
    const addresses = houses.map(({ address }) => address);
    const { notary, close } = await book.notary(undefined, {
      witnesses: new Witnesses(addresses, book.tiles),
      quorum: 2,
    });
    const published = async () => Buffer.from((await book.tiles.get(CHECKPOINT_FILE))!).toString('utf8');
    houses[0]!.away = true;
    await book.write(some(5));
    await notary.extend();
    expect(await notary.witness()).toMatchObject({ witnessed: true, silent: 1 });
    const before = await published();
    expect(before).toContain('witness.example/q2');
    expect(before).toContain('witness.example/q3');

    houses[1]!.away = true;
    await book.write(some(5));
    expect(await notary.extend()).toBe(5);
    const { witnessed, silent, refusals } = await notary.witness();
    expect({ witnessed, silent, refusals: refusals.length }).toEqual({ witnessed: false, silent: 2, refusals: 2 });
    expect(await published()).toBe(before);

    houses[0]!.away = false;
    expect(await notary.witness()).toMatchObject({ witnessed: true, silent: 1 });
    expect(await published()).toContain('witness.example/q1');
    for (const house of houses) house.close();
    await close();
    await isWhole();
  });

  it('waits with a timestamp, not with the cosignatures, while the authority is away', async () => {
    const { notary, close } = await book.notary(undefined, {
      stamp: async () => {
        throw new Error('planted: away');
      },
    });
    await book.write(some(5));
    await notary.extend();
    const { witnessed, refusals } = await notary.witness();
    expect(witnessed).toBe(true);
    expect(refusals.map(String)).toEqual(['Error: planted: away']);
    // A commit is answered before every partition shows it.
    const last = async () => (await book.checkpoints()).at(-1)!.record;
    await expect.poll(last).toMatchObject({ type: 'cosigned', timestamp: null });
    await close();
  });
});

describe('every write may fail, as not done and as done but untold', () => {
  const places = ['commit', 'tile', 'witness'] as const;
  it.each(
    places.flatMap((place) =>
      [1, 2, 3].flatMap((nth) => (['before', 'after'] as const).map((when) => ({ place, nth, when }))),
    ),
  )(
    '$place, time $nth, $when it took place: the next start completes it, and no witness sees two histories',
    async ({ place, nth, when }) => {
      await book.write(some(270));
      let count = 0;
      book.faults = {
        [place]: (now: 'before' | 'after') => {
          if (now === when && ++count === nth) throw new Error('planted');
        },
      };
      for (let start = 0; start < 6; start++) {
        // More links come between the starts: a batch made anew would not be the one that was signed.
        await book.write(some(9));
        let opened: Awaited<ReturnType<Logbook['notary']>> | undefined;
        try {
          opened = await book.notary();
          while ((await opened.notary.extend()) > 0);
          const { witnessed, refusals } = await opened.notary.witness();
          for (const refusal of refusals) expect(String(refusal)).not.toMatch(/422|403/);
          if (witnessed && start >= 4) break;
        } catch (error) {
          expect(String(error)).toContain('planted');
        } finally {
          await opened?.close();
        }
      }
      book.faults = {};
      const { notary, close } = await book.notary();
      while ((await notary.extend()) > 0);
      expect(await notary.witness()).toMatchObject({ witnessed: true, refusals: [] });
      await close();
      await isWhole();
    },
  );
});

describe('a second notary', () => {
  it('shuts the first one out', async () => {
    const first = await book.notary();
    const second = await book.notary();
    await book.write(some(10));
    await expect(first.notary.extend()).rejects.toThrow();
    expect(await second.notary.extend()).toBe(10);
    await second.notary.witness();
    await first.close();
    await second.close();
    await isWhole();
  });
});

/** What lies aside for people. */
async function putAside(): Promise<Record<string, unknown>[]> {
  const parked = [];
  for (const partition of [0, 1]) {
    const { start, end } = await book.reader.extent(NOTARY_PARKED, partition);
    for await (const entry of book.reader.scan(NOTARY_PARKED, partition, start, end))
      if (entry.kind === 'record') parked.push(JSON.parse(Buffer.from(entry.record.value!).toString()));
  }
  return parked;
}

/** Last: the log ends here, as it should. */
describe('a link that does not follow from its facts', () => {
  it('stops the notary: nothing of the batch is logged, and the link is put aside for people', async () => {
    const { notary, close } = await book.notary();
    const before = notary.history.size;
    await book.write(some(12), (value) => {
      const text = Buffer.from(value).toString();
      return text.includes('"seq":1,') ? Buffer.from(text.replace('"ok":false', '"ok":true')) : value;
    });
    const refused = await notary.extend().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LinkRefused);
    expect((refused as LinkRefused).objections[0]).toEqual({
      code: 'DECISION_DIFFERS',
      field: 'body.failed[0].ok',
    });
    await notary.putAside(refused as LinkRefused);
    await close();
    expect(notary.history.size).toBe(before);
    await isWhole();
    await expect.poll(putAside).toHaveLength(1);
    const parked = await putAside();
    expect(parked[0]).toMatchObject({
      step: 'notary',
      reason: 'DECISION_DIFFERS',
      faults: [{ field: 'body.failed[0].ok' }],
    });
    // What the link says of the case is told nowhere but in its own bytes.
    const { value: _, ...told } = parked[0]!;
    for (const text of [String(refused), JSON.stringify(told)]) expect(text).not.toMatch(/true|false/);
  });

  it('stops it again at the next start, and is not put aside a second time', async () => {
    for (const watched of [false, true]) {
      const { notary, close } = await book.notary();
      const refused = await notary.extend().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(LinkRefused);
      if (watched) book.faults.commit = () => expect.unreachable('nothing is written');
      await notary.putAside(refused as LinkRefused);
      await close();
    }
    expect(await putAside()).toHaveLength(1);
  });
});
