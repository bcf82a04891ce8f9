import { readJson, writeWhole } from './files.ts';
import { LOCAL } from './paths.ts';

/**
 * Does the work unless a stamp says that it was done for this very key and its result is still there.
 * The stamp is written after the work, so work that was cut short is done again.
 */
export async function once(
  name: string,
  key: string,
  resultThere: boolean,
  work: () => Promise<unknown>,
): Promise<void> {
  const stamp = `${LOCAL}/stamps/${name}.json`;
  if (resultThere && (readJson(stamp) as { key?: string } | undefined)?.key === key) return;
  await work();
  writeWhole(stamp, JSON.stringify({ key }));
}
