import { readJson, writeWhole } from './files.ts';
import { LOCAL, RUN } from './paths.ts';

/** Where it is noted down what was done: for the whole checkout, or for this instance alone where the result is this instance's. */
const NOTED = { checkout: `${LOCAL}/stamps`, instance: `${RUN}/stamps` } as const;

/**
 * Does the work unless a stamp says that it was done for this very key and its result is still there.
 * The stamp is written after the work, so work that was cut short is done again.
 */
export async function once(
  name: string,
  key: string,
  resultThere: boolean,
  work: () => Promise<unknown>,
  whose: keyof typeof NOTED = 'checkout',
): Promise<void> {
  const stamp = `${NOTED[whose]}/${name}.json`;
  if (resultThere && (readJson(stamp) as { key?: string } | undefined)?.key === key) return;
  await work();
  writeWhole(stamp, JSON.stringify({ key }));
}
