import type { Found } from './found.ts';

/** Control words that came with a version of RTF, the newest first. */
const SINCE: readonly (readonly [RegExp, string])[] = [
  [/\\(mmath|moMath|xmlopen)/, 'fmt/355'],
  [/\\themedata|\\lsdstimax/, 'fmt/355'],
  [/\\rsid|\\stshf/, 'fmt/53'],
  [/\\stshfdbch|\\itap/, 'fmt/52'],
  [/\\ansi[\s\S]*\\(uc\d|ansicpg\d+)/, 'fmt/50'],
];

export function rtfOf(head: Buffer): Found | null {
  const text = head.toString('latin1', 0, 16_384);
  if (!text.startsWith('{\\rtf')) return null;
  return { puid: SINCE.find(([pattern]) => pattern.test(text))?.[1] ?? 'fmt/45' };
}
