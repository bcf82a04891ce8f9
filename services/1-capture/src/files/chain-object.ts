import type { ChainObject } from '@guidang/contracts';
import type { Vault } from '@guidang/vault';

const LINE_FEED = Buffer.from('\n');

/**
 * Writes links as one object: their value bytes as they lie, a line feed after each. JSON of ours has no line feeds inside, so whoever holds the object
 * has the links back, and whoever closes the next part of the chain appends to it.
 */
export async function chainObject(
  vault: Pick<Vault, 'put'>,
  bucket: string,
  links: readonly Uint8Array[],
): Promise<ChainObject> {
  const { name, size } = await vault.put(bucket, Buffer.concat(links.flatMap((link) => [link, LINE_FEED])));
  return { content: name, size, links: links.length };
}
