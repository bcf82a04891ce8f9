const GOLDEN = (Math.sqrt(5) - 1) / 2;

const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));

/**
 * In which order the cases of a year are told: by steps of the golden ratio, so that however many of them are there already lie all over the year, the newest among them.
 * @returns each of 0 … count − 1 once
 */
export function cityOrder(count: number): number[] {
  let step = Math.max(1, Math.round(count * GOLDEN));
  while (common(step, count) > 1) step += 1;
  // From the end, where the cases are that are still open.
  return Array.from({ length: count }, (_, at) => count - 1 - ((at * step) % count));
}
