import { inWorld, short } from './xml.ts';

/** Commands of a path (GB/T 33190-2016 table 35) as SVG has them, with how many numbers each takes. */
const COMMANDS: Readonly<Record<string, readonly [string, number]>> = {
  ...{ S: ['M', 2], M: ['M', 2], L: ['L', 2], Q: ['Q', 4], B: ['C', 6], A: ['A', 7], C: ['Z', 0] },
};
const MOST_STEPS = 200_000;

/** Abbreviated data as the path of SVG; what comes after a fault is not drawn. */
export function outlineOf(data: string): string {
  const words = data.trim().split(/[\s,]+/);
  const steps: string[] = [];
  for (let at = 0; at < words.length && steps.length < MOST_STEPS; ) {
    const [letter, count] = COMMANDS[words[at] ?? ''] ?? [];
    if (letter === undefined) break;
    const numbers = words.slice(at + 1, at + 1 + count!);
    if (numbers.length < count! || numbers.some((one) => one === '' || !Number.isFinite(Number(one)))) break;
    // A path that does not begin with a place begins at the origin.
    if (steps.length === 0 && letter !== 'M') steps.push('M0 0');
    steps.push(letter + numbers.map((one) => short(inWorld(one))).join(' '));
    at += 1 + count!;
  }
  return steps.join('');
}
