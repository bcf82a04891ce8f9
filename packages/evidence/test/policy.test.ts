import { describe, expect, it } from 'vitest';
import {
  buildHashTree,
  DEFAULT_POLICY,
  EvidencePolicy,
  isWorthIt,
  judgeAlgorithm,
  judgeRecord,
  newRecord,
  objectOfBytes,
  renewalDue,
  sha256,
  standingInWords,
  successorOf,
} from '../src/index.ts';
import { DAY, held, house, NOW } from './lab.ts';

const at = NOW;

describe('the evidence policy', () => {
  it('is data that its schema takes, and refuses an algorithm that stands twice', () => {
    expect(EvidencePolicy.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
    const twice = { ...DEFAULT_POLICY, weak: [{ name: 'sha256', since: '2030-01-01', why: 'x' }] };
    expect(EvidencePolicy.safeParse(twice).success).toBe(false);
    expect(EvidencePolicy.safeParse({ ...DEFAULT_POLICY, leadDays: 0 }).success).toBe(false);
  });

  it.each([
    ['sha256', 'hash-tree', 'allowed'],
    ['2.16.840.1.101.3.4.2.1', 'hash-tree', 'allowed'],
    ['sha256', 'seal', 'other-use'],
    ['sha1', 'hash-tree', 'weak'],
    ['1.3.14.3.2.26', 'seal', 'weak'],
    ['1.2.840.113549.1.1.4', 'seal', 'weak'],
    ['whirlpool', 'hash-tree', 'unknown'],
    ['1.3.6.1.4.1.9.9', 'seal', 'unknown'],
    ['sm2-sm3', 'seal', 'allowed'],
    ['rsa-3072', 'key', 'allowed'],
    ['rsa-3333', 'key', 'allowed'],
    ['rsa-1536', 'key', 'weak'],
    ['rsa-512', 'key', 'unknown'],
  ] as const)('says of %s as %s: %s', (name, use, standing) => {
    const said = judgeAlgorithm(DEFAULT_POLICY, name, use, at);
    expect(said.standing).toBe(standing);
    expect(standingInWords(said).length).toBeGreaterThan(5);
  });

  it('lets go of an algorithm at the end of its day, and takes a new one from its day on', () => {
    const end = Date.parse('2035-12-31T23:59:59.999Z');
    expect(judgeAlgorithm(DEFAULT_POLICY, 'ed25519', 'seal', end)).toMatchObject({ standing: 'allowed', until: end });
    expect(judgeAlgorithm(DEFAULT_POLICY, 'ed25519', 'seal', end + 1)).toMatchObject({ standing: 'ended' });
    const soon = {
      ...DEFAULT_POLICY,
      algorithms: [
        {
          name: 'ml-dsa-65',
          suite: 'international' as const,
          uses: [{ use: 'seal' as const, from: '2027-01-01', until: null }],
          source: 'FIPS 204',
        },
      ],
    };
    expect(judgeAlgorithm(soon, 'ml-dsa-65', 'seal', at)).toMatchObject({ standing: 'early' });
    expect(judgeAlgorithm(soon, 'ml-dsa-65', 'seal', Date.parse('2027-01-01'))).toMatchObject({ standing: 'allowed' });
  });
});

describe('a renewal', () => {
  const lab = house('p256');
  const object = objectOfBytes('x', Buffer.from('x'));
  const tree = buildHashTree([[sha256('x')]]);
  const record = held(
    judgeRecord(newRecord('sha256', tree.trees[0]!, lab.stamp(tree.root)), [object], { timestamps: lab.trust, at }),
  );
  const ending = (name: string, day: string): EvidencePolicy => ({
    ...DEFAULT_POLICY,
    algorithms: DEFAULT_POLICY.algorithms.map((a) =>
      a.name === name ? { ...a, uses: a.uses.map((u) => ({ ...u, until: day })) } : a,
    ),
  });

  it('is not due while everything lasts, and says by when it will be', () => {
    const due = renewalDue(record, DEFAULT_POLICY, record.until, at);
    expect(due).toEqual({ kind: 'none', by: Date.parse('2035-12-31T23:59:59.999Z'), reasons: [] });
  });

  it('of the timestamp is due before the certificate ends, or the signature falls', () => {
    expect(renewalDue(record, DEFAULT_POLICY, at + 180 * DAY, at)).toMatchObject({
      kind: 'timestamp',
      by: at + 180 * DAY,
    });
    expect(renewalDue(record, DEFAULT_POLICY, at + 181 * DAY, at).kind).toBe('none');
    const policy = ending('ecdsa-sha256', '2026-03-01');
    expect(renewalDue(record, policy, record.until, at)).toMatchObject({
      kind: 'timestamp',
      reasons: [expect.stringContaining('ecdsa-sha256')],
    });
  });

  it('of the hash tree is due before its digest falls, or at once where the policy calls it weak or does not know it', () => {
    expect(renewalDue(record, ending('sha256', '2026-05-01'), record.until, at)).toMatchObject({ kind: 'hash-tree' });
    const without = DEFAULT_POLICY.algorithms.filter((a) => a.name !== 'sha256');
    const weak = {
      ...DEFAULT_POLICY,
      algorithms: without,
      weak: [{ name: 'sha256', since: '2026-01-01', why: 'broken' }],
    };
    expect(renewalDue(record, weak, record.until, at)).toMatchObject({
      kind: 'hash-tree',
      by: at,
      reasons: [expect.stringContaining('weak: broken')],
    });
    expect(renewalDue(record, { ...DEFAULT_POLICY, algorithms: without }, record.until, at)).toMatchObject({
      kind: 'hash-tree',
      reasons: [expect.stringContaining('does not know')],
    });
  });

  it('goes on under the longest digest of its own suite that lasts, and under another suite only where there is none', () => {
    expect(successorOf('sha256', 'international', ending('sha256', '2026-05-01'), at)).toBe('sha512');
    expect(successorOf('sha256', 'international', ending('sha512', '2026-05-01'), at)).toBe('sha384');
    expect(successorOf('sha512', 'international', ending('sha384', '2026-05-01'), at)).toBe('sha256');
    expect(successorOf('sm3', 'national', DEFAULT_POLICY, at)).toBe('sha512');
    const only = DEFAULT_POLICY.algorithms.filter(({ name }) => name === 'sha256');
    expect(successorOf('sha256', 'international', { ...DEFAULT_POLICY, algorithms: only }, at)).toBeNull();
  });

  it.each<[string, number | null, number | null, boolean]>([
    ['has an end and its successor none', at + DAY, null, true],
    ['has no end', null, at + 900 * DAY, false],
    ['has half of what its successor has', at + 100 * DAY, at + 200 * DAY, true],
    ['has more than half of it', at + 101 * DAY, at + 200 * DAY, false],
    ['ends when its successor would', at + 100 * DAY, at + 100 * DAY, false],
    ['is over, and its successor lasts', at, at + DAY, true],
    ['is over, and so would its successor be', at, at, false],
  ])('is worth its while or not where a record %s', (_, present, renewed, worth) => {
    expect(isWorthIt(present, renewed, at)).toBe(worth);
  });
});
