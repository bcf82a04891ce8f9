import { z } from 'zod';
import { ContentName, count, Sha256, Time } from '../primitives.ts';
import { linkOf } from './link.ts';
import { PackageIndex } from './package.ts';
import { ObjectRef } from './seal.ts';

/** One copy of a package in one place, as it was read back. */
export const Copy = z.strictObject({
  place: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  bucket: z.string().max(63),
  key: z.string().max(300),
  versionId: z.string().max(200),
  size: count,
  sha256: Sha256.describe('digest of the bytes as read back from this place'),
  lock: z.strictObject({ mode: z.literal('COMPLIANCE'), until: Time }).describe('Object Lock as the store reports it'),
});
export type Copy = z.infer<typeof Copy>;

/** One thing the receiver looked at in the package, as a stranger would. */
export const ReceiptCheck = z.strictObject({
  check: z.string().regex(/^[A-Z][A-Z0-9_]{1,60}$/),
  ok: z.boolean(),
  detail: z.string().max(300),
});
export type ReceiptCheck = z.infer<typeof ReceiptCheck>;

const StoreFacts = z.strictObject({ checks: z.array(ReceiptCheck), copies: z.array(Copy) });

export const CaseStored = linkOf(
  'store',
  'CaseStored',
  StoreFacts,
  z.strictObject({
    referenceCode: z.string().max(140),
    package: ObjectRef,
    copies: z.array(Copy).min(2).describe('at least two places'),
    retainUntil: Time.nullable(),
    index: PackageIndex,
  }),
);
export type CaseStored = z.infer<typeof CaseStored>;

/** The package did not survive the look of a stranger: nothing was stored, an operator is told. */
export const PackageRefused = linkOf(
  'store',
  'PackageRefused',
  StoreFacts,
  z.strictObject({ referenceCode: z.string().max(140), package: ContentName, failed: z.array(ReceiptCheck).min(1) }),
);
export type PackageRefused = z.infer<typeof PackageRefused>;

export const StoreLink = z.discriminatedUnion('type', [CaseStored, PackageRefused]);
export type StoreLink = z.infer<typeof StoreLink>;
