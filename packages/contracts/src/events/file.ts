import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { ruled } from '../malformed.ts';
import { ContentName, count, Sha256, Sm3, text } from '../primitives.ts';

/** One file as its publisher announces it: either already in the intake bucket (`content`) or to be fetched (`address`). */
export const PublishedFile = z
  .strictObject({
    name: text(200).describe(
      '计算机文件名 (DA/T 46 M52): the name the publisher gave it, with its extension; no personal data',
    ),
    content: ContentName.optional().describe('content name in the intake bucket; exactly one of content and address'),
    address: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional()
      .describe('http(s) address on an allow-listed host of the publishing system; exactly one of content and address'),
    sha256: Sha256.optional().describe('SHA-256 as the publisher knows it; hexadecimal'),
    sm3: Sm3.optional().describe('SM3 (GB/T 32905) as the publisher knows it; hexadecimal'),
    size: count
      .max(LIMITS.fileBytes)
      .optional()
      .describe('计算机文件大小 in bytes as the publisher knows it (DA/T 46 M49)'),
    mediaType: text(120).optional().describe('media type as the publisher claims it; never believed'),
    pages: count.max(100_000).optional().describe('页数 of this file (DA/T 46 M43)'),
  })
  .refine((f) => (f.content === undefined) !== (f.address === undefined), {
    ...ruled('CONTENT_OR_ADDRESS', 'exactly one of content and address / content 与 address 须且只须填一个'),
    path: ['content'],
  })
  .describe(
    'one file as its publisher announces it: already in the intake bucket (content), or to be fetched (address)',
  );
export type PublishedFile = z.infer<typeof PublishedFile>;

/** Which part of the case file a material belongs to: 申请材料, 过程材料 or 结果材料 (GB/T 42727 practice, 国办发〔2023〕26号). */
export const MaterialGroup = z.enum(['application', 'process', 'result']).describe('申请材料 / 过程材料 / 结果材料');
export type MaterialGroup = z.infer<typeof MaterialGroup>;

/** One material with its files, as it is handed in. */
export const PublishedMaterial = z
  .strictObject({
    material: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,60}$/)
      .describe('identifier of the material inside the case, given by the publisher; stable for ever'),
    item: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .nullable()
      .describe('code of the scheme item it answers (材料目录); null where the publisher cannot say'),
    group: MaterialGroup,
    name: text(200).describe('材料名称 (GB/T 39046: an..200); no personal data'),
    collected: z
      .enum(['upload', 'scan', 'certificate', 'reuse', 'paper', 'other'])
      .describe(
        '收取方式: uploaded, scanned at the window, called up from the e-licence base, reused, paper kept, other',
      ),
    files: z
      .array(PublishedFile)
      .min(1)
      .max(LIMITS.filesPerMaterial)
      .describe('its files, in the order in which they are to be read'),
    scan: z
      .strictObject({
        confirmed: z.boolean().describe('the applicant confirmed the scan against the paper on the spot (当场确认)'),
        countersignature: PublishedFile.optional().describe('the countersignature captured at the window, as a file'),
      })
      .optional()
      .describe('present where paper was scanned at the window'),
  })
  .describe('材料: one material with its files, as it is handed in');
export type PublishedMaterial = z.infer<typeof PublishedMaterial>;
