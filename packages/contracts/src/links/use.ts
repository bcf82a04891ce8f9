import { z } from 'zod';
import { Uscc } from '../codes/uscc.ts';
import { ContentName, count, paragraph, Time, text } from '../primitives.ts';
import { linkOf } from './link.ts';
import { PackageIndex } from './package.ts';
import { ObjectRef } from './seal.ts';
import { Copy } from './store.ts';

const Requester = z.strictObject({
  account: z.string().max(60).describe('account that asked; not a name'),
  role: z.enum(['citizen', 'department', 'archivist']).describe('in which role they asked'),
});

/** Where a package can be read, best place first. */
export const HoldingPlace = Copy.pick({ place: true, bucket: true, key: true, versionId: true }).describe(
  'where a package can be read, best place first',
);
export type HoldingPlace = z.infer<typeof HoldingPlace>;

/** The stored case can be found from now on. The body carries all that later requests are judged by, since a step folds its own links only. */
export const CaseIndexed = linkOf(
  'use',
  'CaseIndexed',
  z.strictObject({
    words: count.describe('words in the index'),
    files: count.describe('files that can be asked for'),
    cutter: z
      .string()
      .regex(/^[a-z0-9@.+-]{1,60}$/)
      .describe('what cut the words, with its version'),
    unread: z
      .array(z.string().max(60))
      .max(10)
      .describe(
        'files of the package that should have been read for the index and could not be, by their path below data/',
      ),
  }),
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号'),
    files: count.describe('files that can be found'),
    package: ObjectRef,
    copies: z.array(HoldingPlace).min(1).describe('where the package can be read'),
    index: PackageIndex,
  }),
).describe('the stored case can be found from now on');
export type CaseIndexed = z.infer<typeof CaseIndexed>;

/**
 * A package from elsewhere can be found from now on. Names of its files and what its metadata says are in the index alone, since they may name people: here its files have numbers and digests.
 */
export const ReceivedIndexed = linkOf(
  'use',
  'ReceivedIndexed',
  z.strictObject({
    words: count.describe('words in the index'),
    listed: z
      .array(
        z.strictObject({
          path: z.string().max(20).describe('what a request for a copy names: package/ and its place in the report'),
          content: ContentName,
          size: count.describe('bytes'),
          puid: z.string().max(40).nullable().describe('PRONOM id; null where it is not known'),
        }),
      )
      .max(1000)
      .describe('files that can be asked for, as the report on the package lists them'),
    cutter: z
      .string()
      .regex(/^[a-z0-9@.+-]{1,60}$/)
      .describe('what cut the words, with its version'),
  }),
  z.strictObject({
    referenceCode: z.string().max(140).describe('接收登记号, in the place of a 档号'),
    receivedAt: Time.describe('when it was received'),
    sender: Uscc.nullable().describe('移交单位: 统一社会信用代码; null where it has none'),
    profile: z.string().max(40).describe('layout it follows'),
    package: ObjectRef,
    copies: z.array(HoldingPlace).min(1).describe('where the package can be read'),
    report: ObjectRef.describe('the report on it: what is found by, and where each file lies in the package'),
    reports: z.array(HoldingPlace).min(1).describe('where the report can be read'),
    files: count.describe('files that can be asked for'),
  }),
).describe('a package from elsewhere can be found from now on');
export type ReceivedIndexed = z.infer<typeof ReceivedIndexed>;

const asked = {
  request: z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,80}$/)
    .describe('identifier of the request this answers'),
  path: z.string().max(400).describe('what was asked for: path of the file inside the package'),
  purpose: paragraph(200).describe('利用目的'),
  requester: Requester.describe('who asked'),
};

/** 利用副本: a copy was made for one purpose. */
export const CopyMade = linkOf(
  'use',
  'CopyMade',
  z.strictObject({
    copy: ObjectRef.describe('the copy as it lies in the bucket for use'),
    source: ContentName.describe('the archived file it was made of, as it was read'),
    pages: count.describe('pages of the copy'),
    how: z
      .enum(['kept', 'drawn'])
      .describe('kept: the pages of a PDF/A as they are, under the marks; drawn: a picture of each page'),
  }),
  z.strictObject({
    copyId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('identifier in the QR code; derived from case, request and source'),
    ...asked,
    askedAt: Time.describe('when it was asked: the date on the copy'),
    of: z
      .strictObject({
        referenceCode: z.string().max(140).describe('档号; of a package from elsewhere its 接收登记号'),
        matter: text(200).describe('事项名称'),
        title: text(200).describe('材料名称'),
      })
      .describe('what it is a copy of'),
    source: ContentName,
    copy: ObjectRef,
  }),
).describe('利用副本: a copy was made for one purpose');
export type CopyMade = z.infer<typeof CopyMade>;

/** The request could not be granted, and why. */
export const UseRefused = linkOf(
  'use',
  'UseRefused',
  z.strictObject({
    reason: z
      .string()
      .regex(/^[A-Z][A-Z_]{1,40}$/)
      .describe('`detail` of the body, or where there is none its `reason`'),
  }),
  z.strictObject({
    ...asked,
    reason: z
      .enum(['CASE_NOT_STORED', 'RIGHTS', 'NO_SUCH_FILE', 'FORMAT_HAS_NO_COPY'])
      .describe('why it was not granted'),
    detail: z
      .enum(['TOO_LARGE', 'TOO_MANY_PAGES', 'NO_PAGES', 'ENCRYPTED', 'BROKEN', 'TIME', 'MEMORY', 'CRASHED'])
      .nullable()
      .describe('what about this very file stands against a copy; null where the reason says it all'),
  }),
).describe('the request could not be granted, and why');
export type UseRefused = z.infer<typeof UseRefused>;

export const UseLink = z
  .discriminatedUnion('type', [CaseIndexed, CopyMade, UseRefused, ReceivedIndexed])
  .describe('a link of archive.use; key is the case number');
export type UseLink = z.infer<typeof UseLink>;
