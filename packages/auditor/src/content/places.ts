import { type Place, s3Vault, type Vault, VaultCorrupt, VaultNotFound } from '@guidang/vault';
import { z } from 'zod';
import type { ContentStore, ObjectPlace } from './content.ts';
import { digested } from './folder.ts';

const Credentials = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

/** A places file: where the stores are and with which credential they may be read. `.local/parts.json` is one. */
export const PlacesFile = z.object({
  places: z
    .array(
      z
        .object({
          name: z.string(),
          endpoint: z.url(),
          region: z.string(),
          buckets: z.record(z.string(), z.string()),
          credentials: Credentials.optional(),
          service: Credentials.optional(),
        })
        .refine(({ credentials, service }) => credentials ?? service, 'credentials'),
    )
    .min(1),
});

/** A place with its vault. Closed by whoever opened it. */
export interface OpenedPlace {
  readonly name: string;
  readonly vault: Vault;
  /** By what a bucket is for, its name. */
  readonly buckets: Readonly<Record<string, string>>;
}

/** Opens the places of a places file. @throws ZodError where it is none */
export const openPlaces = (json: unknown): OpenedPlace[] =>
  PlacesFile.parse(json).places.map(({ name, endpoint, region, buckets, credentials, service }) => {
    const place: Place = { name, endpoint, region, credentials: (credentials ?? service)! };
    return { name, buckets, vault: s3Vault(place) };
  });

/** A place of storage as an auditor reads it. */
export function placeStore({ name, vault, buckets }: OpenedPlace): ContentStore {
  const address = ({ content, key, versionId }: ObjectPlace) =>
    key === undefined ? (content as `sha256:${string}`) : { key, ...(versionId !== undefined && { versionId }) };
  const bucketOf = (bucket: string): string => buckets[bucket] ?? bucket;
  const absent = (error: unknown): null => {
    if (error instanceof VaultNotFound) return null;
    throw error;
  };
  return {
    place: name,
    has: (bucket) => Object.hasOwn(buckets, bucket) || Object.values(buckets).includes(bucket),
    async readThrough(at, keep) {
      // By key even where the name is known: what lies there is to be told, not only that it is not what it should be.
      const key = at.key ?? `objects/sha256/${at.content.slice('sha256:'.length)}`;
      try {
        const stream = await vault.get(bucketOf(at.bucket), { key, ...(at.versionId && { versionId: at.versionId }) });
        return await digested(stream, keep);
      } catch (error) {
        // Fewer bytes than the store said there are.
        if (error instanceof VaultCorrupt) return { sha256: error.found, size: 0 };
        return absent(error);
      }
    },
    async lock(at) {
      try {
        return await vault.retention(bucketOf(at.bucket), address(at));
      } catch (error) {
        return absent(error);
      }
    },
  };
}
