import type { Copy, ObjectRef } from '@guidang/contracts';

/** Places a thing lies in, at least. */
const PLACES = 2;

/**
 * The copies are of this object, one in each of two places or more, and locked until `until` at least. @throws where they are not: a throw means that gathering has to be done
 * again, never that the case is at fault
 */
export function copiesHold(what: string, { content, size }: ObjectRef, copies: readonly Copy[], until: string): void {
  const places = new Set(copies.map(({ place }) => place));
  if (places.size < PLACES || places.size !== copies.length)
    throw new Error(`copies in ${places.size} places, at least ${PLACES} are needed, one in each`);
  for (const copy of copies) {
    if (`sha256:${copy.sha256}` !== content || copy.size !== size)
      throw new Error(`what lies in place ${copy.place} is not the ${what}`);
    if (Date.parse(copy.lock.until) < Date.parse(until))
      throw new Error(`place ${copy.place} holds its lock until ${copy.lock.until}, asked for was ${until}`);
  }
}
