import type { CapturedFile } from '@guidang/contracts';
import { extensionOf } from '@guidang/formats';
import { before, type Exhibit, type Hearing, orNotBrought } from '../hearing.ts';

/** Files asked about for each format we found, and the largest that is fetched for it. */
const OF_EACH = 20;
const LARGEST = 64 * 1024 * 1024;

/** A sample of what was captured: is it what we say it is? */
export const formats: Hearing = async function* ({ holdings, bench, room }) {
  for (const { content, name, puid, where } of sample(holdings.files)) {
    const exhibit: Exhibit = { kind: 'format', artefact: `${where} ${content}` };
    const extension = extensionOf(name) ?? '';
    const from = { place: 'a', bucket: 'prearchive', at: content, extension };
    yield await orNotBrought(exhibit, [bench.siegfried], () =>
      room.bring(from, (file) => before(exhibit, [bench.siegfried], { file, puid })),
    );
  }
};

/** Of each format the files whose digests come first: no choice of ours, and the same on every run over the same files. */
function sample<T extends Pick<CapturedFile, 'content' | 'size' | 'puid'>>(files: readonly T[]): T[] {
  const taken = new Map<string | null, number>();
  return files
    .filter(({ size }) => size <= LARGEST)
    .toSorted((a, b) => (a.content < b.content ? -1 : 1))
    .filter(({ puid }) => {
      const before = taken.get(puid) ?? 0;
      taken.set(puid, before + 1);
      return before < OF_EACH;
    });
}
