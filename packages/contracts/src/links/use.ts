import { z } from 'zod';
import { ContentName, count, paragraph } from '../primitives.ts';
import { linkOf } from './link.ts';
import { ObjectRef } from './seal.ts';

const Requester = z.strictObject({
  account: z.string().max(60).describe('account that asked; not a name'),
  role: z.enum(['citizen', 'department', 'archivist']).describe('in which role they asked'),
});

/** The stored case can be found from now on. */
export const CaseIndexed = linkOf(
  'use',
  'CaseIndexed',
  z.strictObject({ words: count.describe('words in the index'), files: count.describe('files in the index') }),
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号'),
    files: count.describe('files that can be found'),
  }),
).describe('the stored case can be found from now on');
export type CaseIndexed = z.infer<typeof CaseIndexed>;

/** 利用副本: a copy was made for one purpose. */
export const CopyMade = linkOf(
  'use',
  'CopyMade',
  z.strictObject({
    copy: ObjectRef,
    source: ContentName.describe('the archived file it was made of'),
    pages: count.describe('pages of the copy'),
  }),
  z.strictObject({
    copyId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('identifier in the QR code'),
    copy: ObjectRef,
    source: ContentName,
    path: z.string().max(400).describe('path of the file inside the package'),
    purpose: paragraph(200).describe('利用目的'),
    requester: Requester.describe('who asked'),
  }),
).describe('利用副本: a copy was made for one purpose');
export type CopyMade = z.infer<typeof CopyMade>;

/** The request could not be granted, and why. */
export const UseRefused = linkOf(
  'use',
  'UseRefused',
  z.strictObject({ reason: z.string().max(60).describe('stable code') }),
  z.strictObject({
    reason: z
      .enum(['CASE_NOT_STORED', 'NO_SUCH_FILE', 'FORMAT_HAS_NO_COPY', 'RIGHTS'])
      .describe('why it was not granted'),
    requester: Requester.describe('who asked'),
    purpose: paragraph(200).describe('利用目的'),
  }),
).describe('the request could not be granted, and why');
export type UseRefused = z.infer<typeof UseRefused>;

export const UseLink = z
  .discriminatedUnion('type', [CaseIndexed, CopyMade, UseRefused])
  .describe('a link of archive.use; key is the case number');
export type UseLink = z.infer<typeof UseLink>;
