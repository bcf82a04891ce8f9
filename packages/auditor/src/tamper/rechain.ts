import { createHash } from 'node:crypto';
import { type AnyLink, ARCHIVE_TOPICS } from '@guidang/contracts';
import type { Spot } from '../findings/finding.ts';
import type { EditableDump, PlacedLink } from './editable-dump.ts';
import { putLink } from './link-edits.ts';

/**
 * Takes a link out of the chain of its case as somebody would who can write whatever he likes: its number is given to the next, everybody who named a digest that
 * has changed names the new one, and what answered the link goes with it.
 * @returns the links that were made anew, or went too
 */
export function rechain(dump: EditableDump, gone: PlacedLink, remove: (spot: Spot) => void): Spot[] {
  const places: Spot[] = [];
  const renamed = new Map<string, string | null>([[gone.hash, gone.link.previous]]);
  const removed = new Set([gone.hash]);
  const counts = new Map<string, number>();
  const chain = ARCHIVE_TOPICS.flatMap((topic) => dump.links([topic])).filter(
    ({ link, at }) => link.case === gone.link.case && at.partition === gone.at.partition,
  );
  for (const one of chain) {
    const { at, link, hash } = one;
    const isGone = hash === gone.hash || (removed.has(link.input.sha256) && link.type !== 'CaseCaptured');
    if (isGone) {
      removed.add(hash);
      renamed.set(hash, renamedOf(renamed, link.previous));
      remove(at);
      if (hash !== gone.hash) places.push(at);
      continue;
    }
    const seq = counts.get(link.step) ?? 0;
    counts.set(link.step, seq + 1);
    const made = renamedIn({ ...link, seq, previous: renamedOf(renamed, link.previous) }, renamed);
    const bytes = JSON.stringify(made);
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest === hash) continue;
    renamed.set(hash, digest);
    putLink(dump, one, made);
    places.push(at);
  }
  return places;
}

const renamedOf = (renamed: ReadonlyMap<string, string | null>, hash: string | null): string | null => {
  let name = hash;
  while (name !== null && renamed.has(name)) name = renamed.get(name)!;
  return name;
};

/** Every digest inside that has changed, wherever it stands. */
function renamedIn(link: AnyLink, renamed: ReadonlyMap<string, string | null>): AnyLink {
  const text = JSON.stringify(link).replace(/"[0-9a-f]{64}"/g, (quoted) => {
    const name = renamedOf(renamed, quoted.slice(1, -1));
    return name === null ? quoted : `"${name}"`;
  });
  return JSON.parse(text) as AnyLink;
}
