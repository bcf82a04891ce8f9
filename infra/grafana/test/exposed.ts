import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRegistry } from '../../../packages/host/src/metrics.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** A metric as a service exposes it. */
export interface Exposed {
  readonly kind: 'Counter' | 'Gauge' | 'Histogram' | 'Summary';
  readonly labels: readonly string[];
}

function* sourcesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (['node_modules', 'generated', 'test'].includes(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sourcesBelow(path);
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) yield path;
  }
}

/** What stands between the brackets that open at `from`. */
function bracketed(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from);
}

/** A name that is put together from a list of endings, whose help stands beside it by ending. */
const endings = (block: string): string[] =>
  [...(/help: (\{[\s\S]*?\})\[/.exec(block)?.[1] ?? '').matchAll(/^\s*(\w+):/gm)].map((found) => found[1]!);

function metricsIn(text: string): [string, Exposed][] {
  return [...text.matchAll(/new (Counter|Gauge|Histogram|Summary)\(\{/g)].flatMap(({ 1: kind, 0: opened, index }) => {
    const block = bracketed(text, index + opened.length - 1);
    const name = /name: ['`]([^'`]+)['`]/.exec(block)?.[1] ?? '';
    const labels = [...(/labelNames: \[([^\]]*)\]/.exec(block)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
      (found) => found[1]!,
    );
    const names = name.includes('${') ? endings(block).map((end) => name.replace(/\$\{[^}]*\}/, end)) : [name];
    return names.map((one): [string, Exposed] => [one, { kind: kind as Exposed['kind'], labels }]);
  });
}

/** Every metric of ours, as the sources of packages and services make it, and those that every process has. */
export function exposed(): Map<string, Exposed> {
  const found = [...sourcesBelow('packages'), ...sourcesBelow('services')].flatMap((path) =>
    metricsIn(readFileSync(join(ROOT, path), 'utf8')),
  );
  const ofEveryProcess = openRegistry('x')
    .getMetricsAsArray()
    .map((metric): [string, Exposed] => {
      const { labelNames, name } = metric as unknown as { labelNames: readonly string[]; name: string };
      return [name, { kind: metric.constructor.name as Exposed['kind'], labels: labelNames }];
    });
  return new Map([...found, ...ofEveryProcess]);
}
