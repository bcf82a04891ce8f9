/** A digest or a content name as evidence: enough of it to tell it from others, not so much that findings grow with it. */
export const brief = (digest: string): string => {
  const [hex, scheme] = [digest.slice(digest.indexOf(':') + 1), digest.slice(0, digest.indexOf(':') + 1)];
  return `${scheme}${hex.slice(0, 12)}`;
};

/** At most so many places are named in one finding; `count` says how many there are. */
export const MOST_NAMED = 40;

export const firstOf = (places: readonly string[], most: number = MOST_NAMED): string[] => places.slice(0, most);
