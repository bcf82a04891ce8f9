import { readFileSync } from 'node:fs';
import type { Place } from '../src/place.ts';

interface PlaceParts extends Omit<Place, 'credentials'> {
  readonly root: Place['credentials'];
  readonly service: Place['credentials'];
}

/** A place as `make up` wrote it down, asked as the service that has least rights, or as root. */
export function placeAs(who: 'service' | 'root', name = 'a'): Place {
  const file = `${process.env.GUIDANG_RUN ?? new URL('../../../.local', import.meta.url).pathname}/parts.json`;
  const { places } = JSON.parse(readFileSync(file, 'utf8')) as { places: PlaceParts[] };
  const { endpoint, region, [who]: credentials } = places.find((place) => place.name === name)!;
  return { name, endpoint, region, credentials };
}
