/** Kinds of files that a picture of can be put on a page. */
export type Copyable = 'pdf' | 'image';

const PDF = `fmt/14 fmt/15 fmt/16 fmt/17 fmt/18 fmt/19 fmt/20 fmt/276 fmt/1129
  fmt/95 fmt/354 fmt/476 fmt/477 fmt/478 fmt/479 fmt/480 fmt/481 fmt/1910 fmt/1911 fmt/1912`;
const JPEG = 'fmt/41 fmt/42 fmt/43 fmt/44 x-fmt/398 x-fmt/390 x-fmt/391 fmt/645 fmt/1507';
const PNG = 'fmt/11 fmt/12 fmt/13 fmt/935';
const TIFF = 'fmt/353 x-bigtiff/1';
const OTHERS = 'fmt/3 fmt/4 fmt/566 fmt/567 fmt/568';

const listed = (kind: Copyable, puids: string): [string, Copyable][] => puids.split(/\s+/).map((puid) => [puid, kind]);

/** By PRONOM id as the index names it: PDF, and the pictures of packages/formats that can be decoded here (JPEG, PNG, TIFF, GIF, WebP). */
const KINDS = new Map<string, Copyable>([
  ...listed('pdf', PDF),
  ...listed('image', `${JPEG} ${PNG} ${TIFF} ${OTHERS}`),
]);

export const copyableAs = (puid: string | null): Copyable | undefined => (puid === null ? undefined : KINDS.get(puid));

/** Every id there can be a copy of. */
export const COPYABLE: ReadonlyMap<string, Copyable> = KINDS;

/** Bytes of a file that a copy is made of; a larger one has no copy. */
export const MOST_SOURCE_BYTES = 256 * 1024 ** 2;
