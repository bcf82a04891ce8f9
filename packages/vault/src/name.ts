import type { ContentName } from '@guidang/contracts';

const PREFIX = 'objects/sha256/';

/** Where the bytes of a content name lie in a bucket. */
export const keyOf = (name: ContentName): string => `${PREFIX}${name.slice('sha256:'.length)}`;

/** The content name a key stands for; null where the key is not one of ours. */
export const nameOf = (key: string): ContentName | null => {
  const digest = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : '';
  return /^[0-9a-f]{64}$/.test(digest) ? `sha256:${digest}` : null;
};
