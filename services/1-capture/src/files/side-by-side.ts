/**
 * Works on items side by side, at most so many at a time, and gives the results in their order. Where one fails the others are let finish, so that
 * nothing goes on behind the caller's back, and the first failure is thrown.
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of left) results[i] = await work(item);
  };
  const done = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  for (const one of done) if (one.status === 'rejected') throw one.reason;
  return results;
}
