import { z } from 'zod';
import { Retention } from '../codes/reference-code.ts';
import { ContentName, count, Time, text } from '../primitives.ts';
import { DossierHead } from './dossier.ts';
import { linkOf } from './link.ts';
import { CaseEvidence, ObjectRef } from './seal.ts';

/** What `use` needs to find a case and its files: no more, and nothing personal. */
export const PackageIndex = z
  .strictObject({
    head: DossierHead,
    closedAt: Time.describe('办结时间'),
    outcome: z.enum(['granted', 'refused', 'ended']).describe('办理结果'),
    files: z
      .array(
        z.strictObject({
          path: z.string().max(400).describe('path inside the package'),
          material: z.string().max(60).describe('identifier of the material'),
          item: z.string().max(40).nullable().describe('scheme item it answers; null where none'),
          group: z.string().max(20).describe('申请材料 / 过程材料 / 结果材料'),
          title: text(200).describe('材料名称'),
          content: ContentName,
          size: count.describe('bytes'),
          puid: z.string().max(40).nullable().describe('PRONOM id; null where nothing known matched'),
        }),
      )
      .describe('its files, in the order of the package'),
  })
  .describe('what use needs to find a case and its files; nothing personal');
export type PackageIndex = z.infer<typeof PackageIndex>;

export const CasePackaged = linkOf(
  'package',
  'CasePackaged',
  z.strictObject({
    number: count.describe('件号 allocated to this case in its series; the same for ever'),
    series: z.string().max(120).describe('档号 without its 件号'),
    package: ObjectRef.describe('the package as built (归档信息包, ZIP)'),
    index: PackageIndex,
    retention: Retention,
  }),
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号, DA/T 13-2022'),
    profile: z.literal('guidang-1').describe('package profile'),
    package: ObjectRef,
    retention: Retention,
    retainUntil: Time.nullable().describe('end of retention; null for 永久'),
    index: PackageIndex,
    evidence: CaseEvidence.describe('as it was sealed: what store renews one day'),
  }),
).describe('组包: the sealed case is one package with its 档号');
export type CasePackaged = z.infer<typeof CasePackaged>;

export const PackageLink = z
  .discriminatedUnion('type', [CasePackaged])
  .describe('a link of archive.package; key is the case number');
export type PackageLink = z.infer<typeof PackageLink>;
