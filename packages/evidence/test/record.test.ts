import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginsRecord,
  buildBatch,
  buildHashTree,
  type Continuing,
  continuesRecord,
  type DigestName,
  digestOf,
  type EvidenceRecord,
  judgeRecord,
  newRecord,
  objectOfBytes,
  objectOfDigests,
  parseRecord,
  type RecordedObject,
  recordBytes,
  recordFromBatch,
  rehashDigests,
  renewalDigest,
  rootOfTree,
  sha256,
  verifyRecord,
  withRehash,
  withRenewal,
} from '../src/index.ts';
import { DAY, held, house, NOW } from './lab.ts';

const lab = house('p256');
const sm = house('sm2', 'Test Root SM2');
const YEAR = 365 * DAY;
const at = NOW + DAY;
const trust = { timestamps: lab.trust, at };
const documents = [0, 1, 2, 3, 4].map((i) => objectOfBytes(`document ${i}`, Buffer.from(`文件 ${i}`)));
const digests = (objects: readonly RecordedObject[], algorithm: DigestName = 'sha256') =>
  objects.map((o) => Buffer.from(o.digest(algorithm)!));

/** One record for each object out of one tree. */
const records = (objects: readonly RecordedObject[], when = NOW): EvidenceRecord[] => {
  const tree = buildHashTree(digests(objects).map((d) => [d]));
  const token = lab.stamp(tree.root, { at: when });
  return tree.trees.map((reduced) => newRecord('sha256', reduced, token));
};
const renewed = (record: EvidenceRecord, when: number): EvidenceRecord => {
  const { digest, algorithm } = renewalDigest(record);
  const tree = buildHashTree([[digest], [digestOf(algorithm, 'a record beside it')]], algorithm);
  return withRenewal(record, tree.trees[0]!, lab.stamp(tree.root, { at: when, algorithm }));
};
const rehashed = (
  record: EvidenceRecord,
  objects: readonly RecordedObject[],
  algorithm: DigestName,
  when: number,
): EvidenceRecord => {
  const group = rehashDigests(record, objects, algorithm);
  const tree = buildHashTree([group, [digestOf(algorithm, 'a record beside it')]], algorithm);
  return withRehash(record, algorithm, tree.trees[0]!, lab.stamp(tree.root, { at: when, algorithm }));
};

describe('a hash tree', () => {
  it('leads from every group to one root, whatever the groups, the order and the algorithm', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom<DigestName>('sha256', 'sha512', 'sm3'),
        (texts, algorithm) => {
          const groups = texts.map((group) => group.map((text) => digestOf(algorithm, text)));
          const tree = buildHashTree(groups, algorithm);
          for (const reduced of tree.trees) expect(rootOfTree(algorithm, reduced)).toEqual(tree.root);
          expect(buildHashTree(groups.toReversed(), algorithm).root).toEqual(tree.root);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('over single digests is the batch tree of seals', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 }), (texts) => {
        const leaves = texts.map((text) => sha256(text));
        expect(buildHashTree(leaves.map((d) => [d])).root).toEqual(buildBatch(leaves).root);
      }),
      { numRuns: 100 },
    );
  });
});

describe('an evidence record', () => {
  it('proves each of many documents under one token, alone, since when, and no other', () => {
    const all = records(documents);
    for (const [i, record] of all.entries()) {
      const verified = held(verifyRecord(recordBytes(record), [documents[i]!], trust));
      expect(verified.since).toBe(NOW);
      expect(verified.until).toBe(NOW + 3650 * DAY);
      const other = documents[(i + 1) % documents.length]!;
      expect(verifyRecord(recordBytes(record), [other], trust)).toMatchObject({ code: 'RECORD_OBJECT' });
    }
  });

  it('is had from the path that a seal keeps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 17 }), (texts) => {
        const batch = buildBatch(texts.map((text) => sha256(text)));
        const token = lab.stamp(batch.root);
        for (const text of texts) {
          const digest = sha256(text);
          const record = recordFromBatch(digest, batch.paths.get(digest.toString('hex'))!, token);
          held(judgeRecord(record, [objectOfDigests(text, { sha256: digest })], trust));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('goes through DER and back without a byte changed', () => {
    let record = records(documents)[0]!;
    for (let i = 1; i < 4; i++) {
      const bytes = recordBytes(record);
      const back = held(parseRecord(bytes));
      expect(recordBytes(back)).toEqual(bytes);
      expect(back).toEqual(record);
      record = i === 2 ? rehashed(record, [documents[0]!], 'sha512', NOW + i) : renewed(record, NOW + i);
    }
  });

  it('over a group tells members from strangers, and a whole group from a part', () => {
    const [a, b, c, d] = documents as [RecordedObject, RecordedObject, RecordedObject, RecordedObject, RecordedObject];
    const tree = buildHashTree([digests([a, b, c]), digests([d])]);
    const bytes = recordBytes(newRecord('sha256', tree.trees[0]!, lab.stamp(tree.root)));
    held(verifyRecord(bytes, [a, b, c], { ...trust, exactly: true }));
    held(verifyRecord(bytes, [b], trust));
    expect(verifyRecord(bytes, [b], { ...trust, exactly: true })).toMatchObject({ code: 'RECORD_GROUP' });
    expect(verifyRecord(bytes, [a, d], trust)).toMatchObject({ code: 'RECORD_OBJECT' });
    expect(verifyRecord(bytes, [], trust)).toMatchObject({ code: 'RECORD_OBJECT' });
  });
});

describe('a renewal', () => {
  const start = () => records(documents)[2]!;
  const object = documents[2]!;

  it('of the timestamp keeps the first time and lengthens the life', () => {
    const late = NOW + 9 * YEAR;
    const record = renewed(start(), late);
    const trustLater = { timestamps: lab.trust, at: late };
    expect(held(judgeRecord(record, [object], trustLater)).since).toBe(NOW);
    expect(judgeRecord(record, [documents[1]!], trustLater)).toMatchObject({ code: 'RECORD_OBJECT' });
  });

  it('of the tree goes on under SHA-512, then SM3, with timestamp renewals between', () => {
    let record = start();
    record = renewed(record, NOW + 1);
    record = rehashed(record, [object], 'sha512', NOW + 2);
    record = renewed(record, NOW + 3);
    record = rehashed(record, [object], 'sm3', NOW + 4);
    const verified = held(judgeRecord(record, [object], trust));
    expect(verified.chains.map((c) => [c.algorithm, c.stamps.length])).toEqual([
      ['sha256', 2],
      ['sha512', 2],
      ['sm3', 1],
    ]);
    expect(record.algorithms).toHaveLength(3);
  });

  it('of the tree takes a whole group along, and refuses to leave one behind whose bytes are gone', () => {
    const group = documents.slice(0, 3);
    const tree = buildHashTree([digests(group)]);
    const record = newRecord('sha256', tree.trees[0]!, lab.stamp(tree.root));
    const next = rehashed(record, group, 'sha512', NOW + 1);
    held(judgeRecord(next, group, { ...trust, exactly: true }));
    const gone = objectOfDigests('gone', { sha256: digests(group)[0]! });
    expect(() => rehashDigests(record, [gone], 'sha512')).toThrow(RangeError);
    expect(judgeRecord(next, [gone], trust)).toMatchObject({
      code: 'RECORD_OBJECT',
      detail: expect.stringContaining('sha512'),
    });
  });

  it('that comes after the certificate has ended is too late, and none at all is too', () => {
    const short = buildHashTree([digests([object])]);
    const token = lab.stamp(short.root, { name: 'Short TSA', until: NOW + 30 * DAY });
    const record = newRecord('sha256', short.trees[0]!, token);
    held(judgeRecord(record, [object], { timestamps: lab.trust, at: NOW + 30 * DAY }));
    expect(judgeRecord(record, [object], { timestamps: lab.trust, at: NOW + 31 * DAY })).toMatchObject({
      code: 'RECORD_EXPIRED',
    });
    held(judgeRecord(renewed(record, NOW + 29 * DAY), [object], { timestamps: lab.trust, at: NOW + YEAR }));
    expect(
      judgeRecord(renewed(record, NOW + 31 * DAY), [object], { timestamps: lab.trust, at: NOW + YEAR }),
    ).toMatchObject({ code: 'RECORD_EXPIRED', detail: expect.stringContaining('[0][1]') });
  });

  it('of another record, out of order, or under another algorithm is refused', () => {
    const [one, two] = records(documents.slice(0, 2), NOW);
    const foreign = renewed(two!, NOW + 1);
    const spliced = {
      ...one!,
      chains: [[one!.chains[0]![0]!, renewed(records(documents, NOW + 2)[0]!, NOW + 3).chains[0]![1]!]],
    };
    held(judgeRecord(foreign, [documents[1]!], trust));
    expect(judgeRecord(spliced, [documents[0]!], trust)).toMatchObject({ code: 'RECORD_RENEWAL' });
    expect(judgeRecord(renewed(one!, NOW - 1), [documents[0]!], trust)).toMatchObject({ code: 'RECORD_ORDER' });
    const strange = rehashed(one!, [documents[0]!], 'sha512', NOW + 1);
    const joined = { ...strange, chains: [strange.chains.flat()] };
    expect(judgeRecord(joined, [documents[0]!], trust)).toMatchObject({ code: 'RECORD_ALGORITHM' });
    const other = rehashed(one!, [documents[1]!], 'sha512', NOW + 1);
    expect(judgeRecord(other, [documents[0]!], trust)).toMatchObject({ code: 'RECORD_RENEWAL' });
  });
});

describe('a record in the Chinese suite', () => {
  it('goes on from SHA-256 to SM3 under an SM2 authority', () => {
    const object = documents[0]!;
    const record = records([object])[0]!;
    const group = rehashDigests(record, [object], 'sm3');
    const tree = buildHashTree([group], 'sm3');
    const token = sm.stamp(tree.root, { algorithm: 'sm3', suite: 'gm', at: NOW + 1 });
    const next = withRehash(record, 'sm3', tree.trees[0]!, token);
    const both = { anchors: [lab.root, sm.root], policies: [] };
    const verified = held(judgeRecord(next, [object], { timestamps: both, at }));
    expect(verified.chains[1]!.stamps[0]).toMatchObject({ suite: 'gm', scheme: 'sm2-sm3', key: 'sm2' });
    expect(judgeRecord(next, [object], trust)).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
  });
});

describe('the bytes of a record', () => {
  it('cannot be changed in a single bit without being refused, and nothing ever throws', () => {
    const record = rehashed(renewed(records(documents)[0]!, NOW + 1), [documents[0]!], 'sha512', NOW + 2);
    const bytes = recordBytes(record);
    const overlooked: number[] = [];
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1 << (i % 8);
      if (verifyRecord(changed, [documents[0]!], trust).ok) overlooked.push(i);
    }
    expect(overlooked).toEqual([]);
  }, 90_000);

  it('of rubbish, or cut short, are refused by name', () => {
    const bytes = recordBytes(records(documents)[0]!);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rubbish) => {
        expect(verifyRecord(rubbish, [documents[0]!], trust)).toMatchObject({ code: 'RECORD_FORMAT' });
      }),
    );
    for (let n = 0; n < bytes.length; n += 11)
      expect(verifyRecord(bytes.subarray(0, n), [documents[0]!], trust)).toMatchObject({ code: 'RECORD_FORMAT' });
  });
});

describe('a record that continues another', () => {
  const [object, stranger] = [documents[0]!, documents[1]!];
  const first = records(documents)[0]!;
  const again = renewed(first, NOW + 1);
  const anew = rehashed(again, [object], 'sha512', NOW + 2);
  const last = renewed(anew, NOW + 3);
  const nameOf = (record: EvidenceRecord): string => sha256(recordBytes(record)).toString('hex');
  const asked = (
    before: EvidenceRecord,
    kind: 'timestamp' | 'hash-tree',
    algorithm: DigestName,
    about = object,
  ): Continuing => ({ renews: nameOf(before), kind, algorithm, object: about.digest(algorithm)! });

  it('is the one before it and one timestamp or one chain more', () => {
    held(continuesRecord(recordBytes(again), asked(first, 'timestamp', 'sha256')));
    held(continuesRecord(recordBytes(anew), asked(again, 'hash-tree', 'sha512')));
    held(continuesRecord(recordBytes(last), asked(anew, 'timestamp', 'sha512')));
    const back = rehashed(last, [object], 'sha256', NOW + 4);
    held(continuesRecord(recordBytes(back), asked(last, 'hash-tree', 'sha256')));
    held(verifyRecord(recordBytes(back), [object], trust));
  });

  it('may have been stamped alone', () => {
    const { digest } = renewalDigest(first);
    const alone = withRenewal(first, null, lab.stamp(digest, { at: NOW + 1 }));
    held(continuesRecord(recordBytes(alone), asked(first, 'timestamp', 'sha256')));
  });

  it.each<[string, EvidenceRecord, Continuing, string]>([
    ['of another record', again, asked(records(documents)[1]!, 'timestamp', 'sha256'), 'RECORD_RENEWAL'],
    ['two steps further on', renewed(again, NOW + 2), asked(first, 'timestamp', 'sha256'), 'RECORD_RENEWAL'],
    ['that was never renewed', first, asked(first, 'timestamp', 'sha256'), 'RECORD_RENEWAL'],
    ['of the other kind', again, asked(first, 'hash-tree', 'sha256'), 'RECORD_RENEWAL'],
    ['renewed in another way than asked', anew, asked(again, 'timestamp', 'sha512'), 'RECORD_RENEWAL'],
    ['under another digest than asked', anew, asked(again, 'hash-tree', 'sha384'), 'RECORD_ALGORITHM'],
    ['about another object', anew, asked(again, 'hash-tree', 'sha512', stranger), 'RECORD_RENEWAL'],
    [
      'about more than the object',
      rehashed(again, [object, stranger], 'sha512', NOW + 2),
      asked(again, 'hash-tree', 'sha512'),
      'RECORD_RENEWAL',
    ],
    [
      'whose timestamp is about something else',
      withRenewal(first, [[sha256('something')]], lab.stamp(sha256('something'), { at: NOW + 1 })),
      asked(first, 'timestamp', 'sha256'),
      'RECORD_RENEWAL',
    ],
    [
      'whose token is over something else',
      withRenewal(first, [[renewalDigest(first).digest]], lab.stamp(sha256('something'), { at: NOW + 1 })),
      asked(first, 'timestamp', 'sha256'),
      'RECORD_IMPRINT',
    ],
  ])('is refused %s', (_, record, continuing, code) => {
    expect(continuesRecord(recordBytes(record), continuing)).toMatchObject({ ok: false, code });
  });

  it('is refused with any byte changed or left out, and nothing ever throws', () => {
    const bytes = recordBytes(anew);
    const wanted = asked(again, 'hash-tree', 'sha512');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (i, x, cut) => {
        const other = cut ? bytes.subarray(0, i) : Buffer.from(bytes);
        if (!cut) other[i]! ^= x;
        const verdict = continuesRecord(other, wanted);
        // Of the token's signature nothing is known here: that is asked of the anchors.
        if (verdict.ok) expect(verifyRecord(other, [object], trust).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a first record', () => {
  const [one] = records([documents[0]!, documents[1]!]) as [EvidenceRecord];
  const object = digests([documents[0]!])[0]!;
  const asked = { algorithm: 'sha256', object } as const;

  it('is about its object alone, whether it was stamped alone or with others', () => {
    held(beginsRecord(recordBytes(one), asked));
    held(beginsRecord(recordBytes(records([documents[0]!])[0]!), asked));
  });

  it.each<[string, () => EvidenceRecord, Parameters<typeof beginsRecord>[1], string]>([
    ['of another object', () => one, { ...asked, object: digests([documents[1]!])[0]! }, 'RECORD_RENEWAL'],
    ['under another digest', () => one, { ...asked, algorithm: 'sm3' }, 'RECORD_ALGORITHM'],
    ['that was renewed already', () => renewed(one, NOW + YEAR), asked, 'RECORD_RENEWAL'],
    [
      'that goes on in a second chain',
      () => rehashed(one, [documents[0]!], 'sha512', NOW + YEAR),
      asked,
      'RECORD_RENEWAL',
    ],
    [
      'about two objects',
      () => {
        const tree = buildHashTree([digests([documents[0]!, documents[1]!])]);
        return newRecord('sha256', tree.trees[0]!, lab.stamp(tree.root, { at: NOW }));
      },
      asked,
      'RECORD_RENEWAL',
    ],
    [
      'whose token is over something else',
      () => newRecord('sha256', [[object]], lab.stamp(sha256('else'), { at: NOW })),
      asked,
      'RECORD_IMPRINT',
    ],
  ])('is none %s', (_, record, continuing, code) => {
    expect(beginsRecord(recordBytes(record()), continuing)).toMatchObject({ ok: false, code });
  });

  it('is none in another encoding, nor are bytes that are no record', () => {
    const bytes = recordBytes(one);
    expect(beginsRecord(bytes.subarray(0, -1), asked)).toMatchObject({ ok: false, code: 'RECORD_FORMAT' });
    expect(beginsRecord(recordBytes({ ...one, algorithms: [...one.algorithms, ...one.algorithms] }), asked).ok).toBe(
      false,
    );
  });
});
