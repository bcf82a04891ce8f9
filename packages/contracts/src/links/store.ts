import { z } from 'zod';
import { ContentName, count, Sha256, Time } from '../primitives.ts';
import { linkOf } from './link.ts';
import { PackageIndex } from './package.ts';
import { ObjectRef } from './seal.ts';

/** One copy of a package in one place, as it was read back. */
export const Copy = z
  .strictObject({
    place: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/)
      .describe('name of the place'),
    bucket: z.string().max(63).describe('bucket there'),
    key: z.string().max(300).describe('key in the bucket'),
    versionId: z.string().max(200).describe('version of the object'),
    size: count.describe('bytes'),
    sha256: Sha256.describe('digest of the bytes as read back from this place'),
    lock: z
      .strictObject({
        mode: z.literal('COMPLIANCE').describe('nobody may shorten it'),
        until: Time.describe('end of the lock'),
      })
      .describe('Object Lock as the store reports it'),
  })
  .describe('one copy of a package in one place, as it was read back');
export type Copy = z.infer<typeof Copy>;

/** One thing the receiver looked at in the package, as a stranger would. */
export const ReceiptCheck = z
  .strictObject({
    check: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
      .describe('stable code of the check'),
    ok: z.boolean().describe('whether it held'),
    detail: z.string().max(300).describe('what was looked at or found'),
  })
  .describe('one thing the receiver looked at in the package, as a stranger would');
export type ReceiptCheck = z.infer<typeof ReceiptCheck>;

const StoreFacts = z.strictObject({
  checks: z.array(ReceiptCheck).describe('what the receiver looked at'),
  copies: z.array(Copy).describe('copies as read back'),
  lockUntil: Time.nullable().describe(
    'until when the lock was asked for: end of retention, for 永久 as far ahead as the service is told; null where nothing was stored',
  ),
});

export const CaseStored = linkOf(
  'store',
  'CaseStored',
  StoreFacts,
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号'),
    package: ObjectRef,
    copies: z.array(Copy).min(2).describe('at least two places'),
    retainUntil: Time.nullable().describe('end of retention; null for 永久'),
    index: PackageIndex,
  }),
).describe('入库: the package lies write-once in at least two places');
export type CaseStored = z.infer<typeof CaseStored>;

/** The package did not survive the look of a stranger: nothing was stored, an operator is told. */
export const PackageRefused = linkOf(
  'store',
  'PackageRefused',
  StoreFacts,
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号'),
    package: ContentName,
    failed: z.array(ReceiptCheck).min(1).describe('what did not hold'),
  }),
).describe('the package did not survive the look of a stranger: nothing was stored, an operator is told');
export type PackageRefused = z.infer<typeof PackageRefused>;

export const StoreLink = z
  .discriminatedUnion('type', [CaseStored, PackageRefused])
  .describe('a link of archive.store; key is the case number');
export type StoreLink = z.infer<typeof StoreLink>;
