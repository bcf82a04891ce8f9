/** Which cases an audit decides again; null for all. Broker and log are looked at as a whole, whatever the scope: what is missing from them may have been anybody's. */
export type Scope = readonly string[] | null;

/** Whether a record with this key is of a case in the scope. */
export type InScope = (key: Uint8Array | null) => boolean;

export function inScope(scope: Scope): InScope {
  if (scope === null) return () => true;
  const named = new Set(scope);
  return (key) => key !== null && named.has(Buffer.from(key.buffer, key.byteOffset, key.length).toString('utf8'));
}
