import { z } from 'zod';
import { ContentName, count, paragraph } from '../primitives.ts';
import { linkOf } from './link.ts';
import { ObjectRef } from './seal.ts';

const Requester = z.strictObject({
  account: z.string().max(60).describe('account that asked; not a name'),
  role: z.enum(['citizen', 'department', 'archivist']),
});

/** The stored case can be found from now on. */
export const CaseIndexed = linkOf(
  'use',
  'CaseIndexed',
  z.strictObject({ words: count.describe('words in the index'), files: count }),
  z.strictObject({ referenceCode: z.string().max(140), files: count }),
);
export type CaseIndexed = z.infer<typeof CaseIndexed>;

/** 利用副本: a copy was made for one purpose. */
export const CopyMade = linkOf(
  'use',
  'CopyMade',
  z.strictObject({ copy: ObjectRef, source: ContentName.describe('the archived file it was made of'), pages: count }),
  z.strictObject({
    copyId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('identifier in the QR code'),
    copy: ObjectRef,
    source: ContentName,
    path: z.string().max(400),
    purpose: paragraph(200),
    requester: Requester,
  }),
);
export type CopyMade = z.infer<typeof CopyMade>;

/** The request could not be granted, and why. */
export const UseRefused = linkOf(
  'use',
  'UseRefused',
  z.strictObject({ reason: z.string().max(60) }),
  z.strictObject({
    reason: z.enum(['CASE_NOT_STORED', 'NO_SUCH_FILE', 'FORMAT_HAS_NO_COPY', 'RIGHTS']),
    requester: Requester,
    purpose: paragraph(200),
  }),
);
export type UseRefused = z.infer<typeof UseRefused>;

export const UseLink = z.discriminatedUnion('type', [CaseIndexed, CopyMade, UseRefused]);
export type UseLink = z.infer<typeof UseLink>;
