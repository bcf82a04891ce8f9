import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { testsSoFar } from './bare-vitest.ts';

/** What the thread is asked: where tests and items come by, or which test finds a fault. */
export type Asked =
  | { readonly reach: readonly string[] }
  | { readonly fault: number; readonly files: readonly string[] };
export type Answer =
  | {
      readonly reach: Readonly<Record<string, readonly number[]>>;
      readonly items: Readonly<Record<string, readonly number[]>>;
    }
  | { readonly fault: number; readonly foundBy: string | null };

const { texts } = workerData as { readonly texts: ReadonlyMap<string, string> };
const OURS = new URL('../../', import.meta.url).href;
const BARE = new URL('./bare-vitest.ts', import.meta.url).href;
const isOurs = (url: string): boolean => url.startsWith(`${OURS}src/`) || url.startsWith(`${OURS}test/`);

const plain = new Map<string, string>();

// Every module of the package is loaded anew for every fault, so that what is made while it loads is faulty too.
registerHooks({
  resolve(specifier, context, next) {
    const fault = context.parentURL?.match(/\?fault=[\w-]+$/)?.[0];
    if (fault && specifier === 'vitest') return { url: BARE, shortCircuit: true };
    const found = next(specifier, context);
    return fault && isOurs(found.url) && found.url !== BARE && !found.url.includes('?') && !found.url.endsWith('.json')
      ? { ...found, url: found.url + fault }
      : found;
  },
  load(url, context, next) {
    if (!url.includes('?fault=')) return next(url, context);
    const file = fileURLToPath(url.split('?')[0]!);
    // Types are taken out once and not for every fault.
    const source = plain.get(file) ?? stripTypeScriptTypes(texts.get(file) ?? readFileSync(file, 'utf8'));
    plain.set(file, source);
    return { format: 'module', source, shortCircuit: true };
  },
});

const here = globalThis as unknown as { awake: (fault: number) => boolean };

/** Runs a file of tests until one fails. @returns the name of the one that did; null: all pass */
async function firstFailing(file: string, as: string): Promise<string | null> {
  testsSoFar();
  try {
    await import(`${OURS}test/${file}?fault=${as}`);
  } catch (error) {
    return `${file}: it does not load (${String(error).slice(0, 120)})`;
  }
  for (const { name, run } of testsSoFar())
    try {
      run();
    } catch {
      return `${file}: ${name}`;
    }
  return null;
}

/** Everything asleep: what each file of tests comes by, and what each item. */
async function reachOf(files: readonly string[]): Promise<Answer> {
  const during = async (work: (move: (to: Set<number>) => void) => unknown): Promise<void> => {
    let into = new Set<number>();
    here.awake = (fault) => {
      into.add(fault);
      return false;
    };
    await work((to) => {
      into = to;
    });
  };
  const reach: Record<string, readonly number[]> = {};
  for (const file of files)
    await during(async (move) => {
      const all = new Set<number>();
      move(all);
      const failing = await firstFailing(file, `none-${file.replace(/\W/g, '-')}`);
      if (failing) throw new Error(`the tests fail before anything is planted: ${failing}`);
      reach[file] = [...all];
    });
  const items = new Map<string, Set<number>>();
  const { judgeOneByOne } = (await import(
    `${OURS}test/mutation/reach.ts?fault=none-items`
  )) as typeof import('./reach.ts');
  await during((move) =>
    judgeOneByOne((item) => {
      const all = items.get(item) ?? new Set<number>();
      items.set(item, all);
      move(all);
    }),
  );
  return { reach, items: Object.fromEntries([...items].map(([item, all]) => [item, [...all]])) };
}

parentPort!.on('message', async (asked: Asked) => {
  if ('reach' in asked) return parentPort!.postMessage(await reachOf(asked.reach));
  here.awake = (fault) => fault === asked.fault;
  let foundBy: string | null = null;
  for (const file of asked.files) {
    foundBy = await firstFailing(file, String(asked.fault));
    if (foundBy) break;
  }
  parentPort!.postMessage({ fault: asked.fault, foundBy } satisfies Answer);
});
