import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { texts, numbers } = workerData as { texts: ReadonlyMap<string, string>; numbers: readonly number[] };
const OURS = new URL('../../', import.meta.url).href;
const isOurs = (url: string): boolean => url.startsWith(`${OURS}src/`) || url.startsWith(`${OURS}test/`);

// Every module of the package is loaded anew for every fault, so that what is made while it loads is faulty too.
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const fault = context.parentURL?.match(/\?fault=\d+$/)?.[0];
    return fault && isOurs(found.url) && !found.url.includes('?') && !found.url.endsWith('.json')
      ? { ...found, url: found.url + fault }
      : found;
  },
  load(url, context, next) {
    const text = url.includes('?fault=') ? texts.get(fileURLToPath(url.split('?')[0]!)) : undefined;
    return text === undefined ? next(url, context) : { format: 'module-typescript', source: text, shortCircuit: true };
  },
});

for (const number of numbers) {
  parentPort!.postMessage({ begun: number });
  (globalThis as { fault?: number }).fault = number;
  let says: string;
  try {
    const { probe } = (await import(`./probe.ts?fault=${number}`)) as { probe: () => string };
    says = probe();
  } catch (error) {
    says = `it throws: ${String(error)}`;
  }
  parentPort!.postMessage({ number, says });
}
