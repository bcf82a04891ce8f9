import { createHash } from 'node:crypto';
import { type AnyLink, ARCHIVE_TOPICS } from '@guidang/contracts';
import type { Spot } from '../findings/finding.ts';
import type { EditableLog, PlacedLink } from './editable-log.ts';
import { putLink } from './link-edits.ts';

/**
 * Takes a link out of the chain of its case as somebody would who can write whatever he likes: its number is given to the next, everybody who named a digest that
 * has changed names the new one, and what answered the link goes with it.
 * @returns the links that were made anew, or went too
 */
export function rechain(dump: EditableLog, gone: PlacedLink, remove: (spot: Spot) => void): Spot[] {
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

/** After a link was changed: whoever named its digest, in its case, names the new one, and so on. @returns the links that were made anew */
export function renameAfter(dump: EditableLog, before: PlacedLink): Spot[] {
  const now = dump
    .links([before.at.topic])
    .find(({ at }) => at.partition === before.at.partition && at.offset === before.at.offset);
  if (!now || now.hash === before.hash) return [];
  const renamed = new Map<string, string | null>([[before.hash, now.hash]]);
  const places: Spot[] = [];
  for (const topic of ARCHIVE_TOPICS)
    for (const one of dump.links([topic])) {
      const { at, link, hash } = one;
      if (at.partition !== before.at.partition || one.hash === now.hash) continue;
      const text = JSON.stringify(link);
      if (![...renamed.keys()].some((name) => text.includes(name))) continue;
      const made = renamedIn(link, renamed);
      const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex');
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
