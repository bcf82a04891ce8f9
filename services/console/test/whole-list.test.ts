import { describe, expect, it } from 'vitest';
import { wholeList } from '../src/http/whole-list.ts';

/** A list of that many rows, as its pages are asked for. */
const listOf =
  (length: number) =>
  async ({ size, after }: { size: number; after?: string }) => {
    const from = Number(after ?? 0);
    const rows = Array.from({ length: Math.min(size, length - from) }, (_, at) => from + at);
    return { rows, next: from + size < length ? String(from + size) : null };
  };

describe('a list that is exported', () => {
  it.each([0, 1, 100, 101, 250])('is all of it, of %i rows', async (length) => {
    expect(await wholeList(250, listOf(length))).toEqual([...Array(length).keys()]);
  });
  it('is refused where it is longer than goes onto paper, and never ends silently', async () => {
    await expect(wholeList(250, listOf(251))).rejects.toMatchObject({ status: 422, code: 'TOO_MANY' });
  });
});
