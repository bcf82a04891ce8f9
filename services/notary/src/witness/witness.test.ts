import { generateKeyPairSync } from 'node:crypto';
import {
  addCosignatures,
  checkpointText,
  consistencyProof,
  consistencyRanges,
  EMPTY_ROOT,
  formatAddCheckpoint,
  NOTE_COSIGNATURE,
  noteKey,
  openCheckpoint,
  signerOf,
  signNote,
  TileWriter,
  tilePath,
  tileReader,
  tilesFor,
} from '@guidang/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WitnessStore } from './store.ts';
import { Witness, WitnessStateError } from './witness.ts';

const logPrivate = generateKeyPairSync('ed25519').privateKey;
const otherPrivate = generateKeyPairSync('ed25519').privateKey;
const ownPrivate = generateKeyPairSync('ed25519').privateKey;
const log = noteKey('guidang.example/log', logPrivate);
const own = noteKey('witness.example/w1', ownPrivate, NOTE_COSIGNATURE);

/** A log with one history: heads of every size asked for, and proofs between them. `salt` makes another history. */
const history = (salt = '') => {
  const files = new Map<string, Uint8Array>();
  const heads = new Map<number, { size: number; root: Uint8Array }>([[0, { size: 0, root: EMPTY_ROOT }]]);
  const writer = new TileWriter();
  const head = (size: number) => {
    while (writer.size < size) {
      writer.append(Buffer.from(`${writer.size >= 5 ? salt : ''}${writer.size}`));
      for (const f of writer.take()) files.set(f.path, f.bytes);
      heads.set(writer.size, { size: writer.size, root: writer.root() });
    }
    return heads.get(size)!;
  };
  const proof = (old: number, size: number) => {
    head(size);
    const need = tilesFor(consistencyRanges(old, size), size).map(
      (t) => [tilePath(t), files.get(tilePath(t))!] as const,
    );
    return consistencyProof(old, size, tileReader(size, new Map(need)));
  };
  const note = (size: number, key = logPrivate) =>
    signNote(checkpointText(log.name, head(size)), noteKey(log.name, key), signerOf(key));
  const request = (old: number, size: number) =>
    formatAddCheckpoint({ old, proof: proof(old, size), checkpoint: note(size) });
  return { head, proof, note, request };
};
const ours = history();
const forked = history('forged ');

/** A store in memory that can be told to fail before it has written, or after. */
const memory = () => {
  const kept = new Map<string, string>();
  const store: WitnessStore & { fail: 'before' | 'after' | null; kept: Map<string, string>; writes: number } = {
    fail: null,
    kept,
    writes: 0,
    read: async (origin) => kept.get(origin) ?? null,
    write: async (origin, note) => {
      if (store.fail === 'before') throw new Error('the disk is full');
      // A turn of the event loop between decision and keeping, so that a race would show.
      await new Promise((done) => setImmediate(done));
      kept.set(origin, note);
      store.writes++;
      if (store.fail === 'after') throw new Error('the power failed');
    },
  };
  return store;
};
const witnessOver = (store: WitnessStore, now = () => 1_772_352_000) =>
  new Witness({ logs: [log], key: own, sign: signerOf(ownPrivate), store, now });
const setUp = () => {
  const store = memory();
  return { store, witness: witnessOver(store) };
};

describe('the witness', () => {
  it('cosigns a first checkpoint and each that adds to it, with the time', async () => {
    const { witness } = setUp();
    for (const [old, size] of [
      [0, 0],
      [0, 3],
      [3, 3],
      [3, 8],
      [8, 300],
    ] as const) {
      const answer = await witness.add(ours.request(old, size));
      expect(answer.status, answer.body).toBe(200);
      expect(addCosignatures(ours.note(size), answer.body, [own])).toMatchObject({
        ok: true,
        value: { cosignatures: [{ time: 1_772_352_000 }] },
      });
    }
  });

  it('says with 409 what it knows, so that a log that lost its answer can go on', async () => {
    const { witness } = setUp();
    await witness.add(ours.request(0, 7));
    expect(await witness.add(ours.request(0, 9))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '7\n' });
    expect((await witness.add(ours.request(7, 9))).status).toBe(200);
  });

  it('refuses a fork, a rewritten past, a shrunken tree and a missing proof, and stays where it was', async () => {
    const { witness, store } = setUp();
    await witness.add(ours.request(0, 8));
    const before = store.kept.get(log.name);
    const body = (old: number, size: number, proof: Uint8Array[], from = ours) =>
      formatAddCheckpoint({ old, proof, checkpoint: from.note(size) });
    expect((await witness.add(forked.request(8, 12))).status).toBe(422);
    expect((await witness.add(body(8, 8, [], forked))).status).toBe(422);
    expect((await witness.add(body(8, 12, []))).status).toBe(422);
    expect((await witness.add(body(8, 12, ours.proof(7, 12)))).status).toBe(422);
    expect((await witness.add(body(8, 5, []))).status).toBe(400);
    expect((await witness.add(body(5, 5, []))).status).toBe(409);
    expect((await witness.add(body(0, 5, []))).status).toBe(409);
    expect(store.kept.get(log.name)).toBe(before);
  });

  it.each([
    [404, 'an unknown log', () => ours.request(0, 3).replaceAll(log.name, 'other.example/log')],
    [
      403,
      "a stranger's signature",
      () =>
        formatAddCheckpoint({
          old: 0,
          proof: [],
          checkpoint: signNote(
            checkpointText(log.name, ours.head(3)),
            noteKey('stranger', otherPrivate),
            signerOf(otherPrivate),
          ),
        }),
    ],
    [403, "the log's name and ID over a false signature", () => ours.request(0, 3).replace(/\n3\n/, '\n4\n')],
    [400, 'nothing', () => ''],
    [400, 'no note', () => 'old 0\n\nhello\n'],
    [
      400,
      'a note that is no checkpoint',
      () => formatAddCheckpoint({ old: 0, proof: [], checkpoint: signNote('hello\n', log, signerOf(logPrivate)) }),
    ],
    [
      422,
      'a proof where none can be',
      () => formatAddCheckpoint({ old: 0, proof: [EMPTY_ROOT], checkpoint: ours.note(3) }),
    ],
    [
      422,
      'an empty tree with a root',
      () =>
        formatAddCheckpoint({
          old: 0,
          proof: [],
          checkpoint: signNote(
            checkpointText(log.name, { size: 0, root: ours.head(3).root }),
            log,
            signerOf(logPrivate),
          ),
        }),
    ],
  ])('answers %i to %s', async (status, _, body) => {
    const { witness, store } = setUp();
    expect((await witness.add(body())).status).toBe(status);
    expect(store.writes).toBe(0);
  });

  it('cosigns nothing that it could not keep, and goes on from what is kept', async () => {
    for (const fail of ['before', 'after'] as const) {
      const { witness, store } = setUp();
      await witness.add(ours.request(0, 4));
      store.fail = fail;
      await expect(witness.add(ours.request(4, 6))).rejects.toThrow(/disk|power/);
      store.fail = null;
      // The same process, and one started afresh over the same store, say the same.
      for (const w of [witness, witnessOver(store)]) {
        expect(await w.add(forked.request(0, 9))).toMatchObject({
          status: 409,
          body: fail === 'before' ? '4\n' : '6\n',
        });
      }
      expect((await witness.add(ours.request(fail === 'before' ? 4 : 6, 9))).status).toBe(200);
    }
  });

  it('lets one of two rivals win when they come at once', async () => {
    const { witness } = setUp();
    await witness.add(ours.request(0, 5));
    const answers = await Promise.all([
      witness.add(ours.request(5, 9)),
      witness.add(forked.request(5, 9)),
      witness.add(ours.request(5, 7)),
    ]);
    expect(answers.map((a) => a.status)).toEqual([200, 409, 409]);
  });

  it('does not believe a kept checkpoint that does not bear its own cosignature', async () => {
    const { witness, store } = setUp();
    await witness.add(ours.request(0, 8));
    store.kept.set(log.name, forked.note(3));
    await expect(witness.add(forked.request(3, 9))).rejects.toThrow(WitnessStateError);
  });

  it('shows monitors the last checkpoint with both signatures, and nothing else that was sent along', async () => {
    const { witness } = setUp();
    const stranger = noteKey('stranger', otherPrivate);
    const extra = signNote(checkpointText(log.name, ours.head(3)), stranger, signerOf(otherPrivate)).split('\n\n')[1]!;
    await witness.add(ours.request(0, 3) + extra);
    const note = await witness.latest(log.name);
    const opened = openCheckpoint(note!, log, [own]);
    if (!opened.ok) throw new Error(opened.detail);
    expect(opened.value.note.signatures.map((s) => s.name)).toEqual([log.name, own.name]);
  });

  it('never cosigns two histories, whatever logs, rivals and failures do', async () => {
    const step = fc.record({
      from: fc.constantFrom(ours, forked),
      old: fc.nat(14),
      size: fc.nat(14),
      fail: fc.constantFrom(null, null, null, 'before' as const, 'after' as const),
      restart: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const store = memory();
        let witness = witnessOver(store);
        const cosigned: { size: number; root: string }[] = [];
        for (const { from, old, size, fail, restart } of steps) {
          if (restart) witness = witnessOver(store);
          store.fail = fail;
          const proof = old <= size ? from.proof(old, size) : [];
          const body = formatAddCheckpoint({ old, proof, checkpoint: from.note(size) });
          const answer = await witness.add(body).catch(() => null);
          if (answer?.status === 200) cosigned.push({ size, root: Buffer.from(from.head(size).root).toString('hex') });
        }
        // Sizes never fall, and all heads are of one of the two histories.
        expect(cosigned.every((c, i) => i === 0 || c.size >= cosigned[i - 1]!.size)).toBe(true);
        const of = (h: typeof ours) =>
          cosigned.every((c) => Buffer.from(h.head(c.size).root).toString('hex') === c.root);
        expect(of(ours) || of(forked)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
