/** What a JSON text is like before anybody parses it: nothing here recurses, so no text can bring it down. */
export interface JsonShape {
  /** Deepest nesting of objects and arrays. */
  depth: number;
  /** Members of objects as written, names that come twice counted twice. */
  members: number;
}

export function shapeOf(json: string): JsonShape {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === 34) {
      i = endOfString(json, i);
      if (i < 0) break;
    } else if (c === 123 || c === 91) {
      if (++depth > deepest) deepest = depth;
    } else if (c === 125 || c === 93) depth--;
    else if (c === 58) members++;
  }
  return { depth: deepest, members };
}

/** Where the string that begins at `start` ends; -1 where it does not. */
function endOfString(json: string, start: number): number {
  let at = start;
  do at = json.indexOf('"', at + 1);
  while (at >= 0 && isEscaped(json, at));
  return at;
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === 92) before--;
  return (at - before) % 2 === 0;
}

/** Members of all objects in a parsed value. It recurses: the depth has been looked at before. */
export function membersOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let members = 0;
  if (Array.isArray(value)) for (const one of value) members += membersOf(one);
  else for (const name in value) members += 1 + membersOf((value as Record<string, unknown>)[name]);
  return members;
}
