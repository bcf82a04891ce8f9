/** What a pure file must not say: the ways to a clock, to chance, to the environment and to the world that need no import. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bMath\.random\b|\brandom(Bytes|UUID|Int|FillSync)\b|\bgetRandomValues\b|\bprocess\.(env|hrtime|argv|cwd)\b|\bset(Timeout|Interval|Immediate)\b|\bfetch\(|\bgenerateKeyPair/;

const COMMENT = /\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g;

/** The lines of a source text that are impure, comments left out. */
export function impurities(source: string): string[] {
  return source
    .replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n')
    .filter((line) => IMPURE.test(line))
    .map((line) => line.trim());
}
