import type { Scheme } from '@guidang/contracts';

const PATIENCE_MS = 3_000;
const MOST_KEPT = 2_000;

/** Published schemes, asked of registry once: a version never changes. */
export function schemeReader(registryUrl: string): (id: string, version: number) => Promise<Scheme | null> {
  const kept = new Map<string, Scheme>();
  return async (id, version) => {
    const name = `${id}@${version}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(`${registryUrl}/v1/schemes/${encodeURIComponent(id)}/${version}`, { signal });
      if (!response.ok) return null;
      const scheme = (await response.json()) as Scheme;
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(name, scheme);
      return scheme;
    } catch {
      return null; // without registry the page goes without the scheme's names
    }
  };
}
