import { rootOfTree, sha256, type VerifiedToken } from '@guidang/evidence';
import { describe, expect, it } from 'vitest';
import type { Stamped } from '../src/timestamp/authority.ts';
import { type BatchOptions, type GroupStamp, TimestampBatches } from '../src/timestamp/batches.ts';

const digest = (n: number): Buffer => sha256(`case ${n}`);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const never = new AbortController().signal;

const verified = {} as VerifiedToken;
const tokenOver = (root: Uint8Array): Buffer => Buffer.from(`token over ${Buffer.from(root).toString('hex')}`);
const batching = (ask: (root: Uint8Array) => Promise<Stamped>, options: Omit<BatchOptions, 'algorithm'>) =>
  new TimestampBatches(ask, { algorithm: 'sha256', ...options });

/** An authority whose every answer is given by the test. */
function authority() {
  const asked: { root: Buffer; grant: () => void; fail: (error: Error) => void }[] = [];
  const ask = (root: Uint8Array): Promise<Stamped> =>
    new Promise((resolve, reject) => {
      asked.push({
        root: Buffer.from(root),
        grant: () => resolve({ token: tokenOver(root), verified }),
        fail: reject,
      });
    });
  const until = async (questions: number): Promise<void> => {
    await expect.poll(() => asked.length).toBe(questions);
  };
  return { asked, ask, until };
}

const holds = (n: number, { token, root, tree }: GroupStamp): boolean =>
  tree[0]!.length === 1 &&
  digest(n).equals(tree[0]![0]!) &&
  root.equals(rootOfTree('sha256', tree)!) &&
  token.equals(tokenOver(root));

describe('cases that wait for a timestamp', () => {
  it('share one, each with its own path to the root that was asked for', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 100, waitMs: 5 });
    const waiting = upTo(11).map((n) => batches.stamp([digest(n)], never));
    await until(1);
    asked[0]!.grant();
    const stamped = await Promise.all(waiting);
    expect(stamped.map((one, n) => holds(n, one))).toEqual(upTo(11).map(() => true));
    expect(new Set(stamped.map(({ root }) => root.toString('hex')))).toEqual(new Set([asked[0]!.root.toString('hex')]));
    expect(holds(0, stamped[1]!)).toBe(false);
  });

  it('need no path where they are alone', async () => {
    const { asked, ask, until } = authority();
    const alone = batching(ask, { most: 100, waitMs: 0 }).stamp([digest(1)], never);
    await until(1);
    asked[0]!.grant();
    expect(await alone).toMatchObject({ root: digest(1), tree: [[digest(1)]] });
  });

  it('go at once when there are enough of them', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 4, waitMs: 60_000 });
    const waiting = upTo(4).map((n) => batches.stamp([digest(n)], never));
    await until(1);
    asked[0]!.grant();
    await Promise.all(waiting);
  });

  it('are never more than so many under one', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 4, waitMs: 0 });
    const waiting = upTo(10).map((n) => batches.stamp([digest(n)], never));
    for (let i = 0; i < 3; i++) {
      await until(i + 1);
      asked[i]!.grant();
    }
    const stamped = await Promise.all(waiting);
    expect(stamped.every((one, n) => holds(n, one))).toBe(true);
    expect(upTo(3).map((i) => stamped.filter(({ root }) => root.equals(asked[i]!.root)).length)).toEqual([4, 4, 2]);
  });

  it('wait while a question is under way, and share the next', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 100, waitMs: 0 });
    const first = batches.stamp([digest(0)], never);
    await until(1);
    const others = [1, 2, 3].map((n) => batches.stamp([digest(n)], never));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toHaveLength(1);
    asked[0]!.grant();
    await first;
    await until(2);
    asked[1]!.grant();
    expect((await Promise.all(others)).every((one, i) => holds(i + 1, one))).toBe(true);
  });

  it('are all told when the authority fails, and the next are served again', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 100, waitMs: 1 });
    const waiting = upTo(3).map((n) => batches.stamp([digest(n)], never));
    const told = Promise.allSettled(waiting);
    await until(1);
    asked[0]!.fail(new Error('not now'));
    expect((await told).map((one) => one.status === 'rejected' && one.reason.message)).toEqual([
      'not now',
      'not now',
      'not now',
    ]);
    const again = batches.stamp([digest(0)], never);
    await until(2);
    asked[1]!.grant();
    expect(holds(0, await again)).toBe(true);
  });

  it('twice in the same moment have the same path', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 100, waitMs: 1 });
    const waiting = [1, 2, 1].map((n) => batches.stamp([digest(n)], never));
    await until(1);
    asked[0]!.grant();
    const [a, , b] = await Promise.all(waiting);
    expect(a).toEqual(b);
  });
});

describe('a case that gives up', () => {
  it('before it is asked for, leaves the batch to the others', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 100, waitMs: 10 });
    const leaving = new AbortController();
    const gone = batches.stamp([digest(1)], leaving.signal);
    const stays = batches.stamp([digest(2)], never);
    leaving.abort(new Error('stopped'));
    await expect(gone).rejects.toThrow('stopped');
    await until(1);
    expect(asked[0]!.root).toEqual(digest(2));
    asked[0]!.grant();
    expect(holds(2, await stays)).toBe(true);
  });

  it('while it is asked for, does not wait for the answer', async () => {
    const { asked, ask, until } = authority();
    const batches = batching(ask, { most: 100, waitMs: 0 });
    const leaving = new AbortController();
    const gone = batches.stamp([digest(1)], leaving.signal);
    await until(1);
    leaving.abort(new Error('stopped'));
    await expect(gone).rejects.toThrow('stopped');
    asked[0]!.grant();
    const next = batches.stamp([digest(2)], never);
    await until(2);
    asked[1]!.grant();
    expect(holds(2, await next)).toBe(true);
  });

  it('before it came, is not taken in', async () => {
    const { asked, ask } = authority();
    const batches = batching(ask, { most: 1, waitMs: 0 });
    await expect(batches.stamp([digest(1)], AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(asked).toEqual([]);
  });
});
