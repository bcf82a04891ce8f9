/**
 * At most so many in a minute: what was not used is kept for a minute and no longer, so that a log that comes back after a rest is not held up.
 * @param now milliseconds of a clock that does not go back
 * @returns whether one more may be had now; a no costs nothing
 */
export function pace(perMinute: number, now: () => number): () => boolean {
  const one = 60_000; // milliseconds times requests a minute, so that sums stay exact
  const most = perMinute * one;
  let left = most;
  let last = now();
  return () => {
    const at = now();
    left = Math.min(most, left + (at - last) * perMinute);
    last = at;
    if (left < one) return false;
    left -= one;
    return true;
  };
}
