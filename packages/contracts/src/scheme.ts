import { z } from 'zod';
import { CheckProfile } from './check-profile.ts';
import { MatterCode } from './codes/matter-code.ts';
import { FondsNumber, ReferenceCodeTemplate, Retention } from './codes/reference-code.ts';
import { Uscc } from './codes/uscc.ts';
import { Condition } from './condition.ts';
import { MaterialGroup } from './events/file.ts';
import { ruled } from './malformed.ts';
import { MetadataScheme } from './metadata-scheme.ts';
import { count, paragraph, Time, text } from './primitives.ts';

/** One line of the 归档材料目录 (GB/T 42727-2023 annex A): a material that can or must be archived. */
export const SchemeItem = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .describe('code of the item; case.material.added names it'),
    name: text(200).describe('材料名称'),
    group: MaterialGroup,
    required: z
      .enum(['always', 'granted', 'optional'])
      .describe('必备: always, only where the case was granted (准予), or never'),
    formats: z
      .array(z.string().regex(/^[a-z0-9-]+$/))
      .min(1)
      .describe('format families accepted, e.g. pdf, ofd, jpeg, png, tiff, docx, xlsx, xml, json, txt'),
    atMost: count.optional().describe('how many materials may answer this item; absent: any number'),
    requiredWhen: Condition.optional().describe(
      'where it holds the material is required as well; a rule that knows no form fields takes the item for what `required` says, so `required` is optional here',
    ),
  })
  .refine(({ required, requiredWhen }) => requiredWhen === undefined || required === 'optional', {
    ...ruled(
      'CONDITION_NEEDS_OPTIONAL',
      '设了适用条件的材料, 必备须为 optional / a material with a condition has to be optional otherwise',
    ),
    path: ['required'],
  })
  .describe('one line of the 归档材料目录 (GB/T 42727-2023 annex A): a material that can or must be archived');
export type SchemeItem = z.infer<typeof SchemeItem>;

/** One 环节 the handling must or may go through. */
export const SchemeStep = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .describe('code of the 环节; case.step.recorded names it'),
    name: text(100).describe('环节名称'),
    required: z.boolean().describe('whether a closed case must have gone through it'),
  })
  .describe('one 环节 the handling must or may go through');
export type SchemeStep = z.infer<typeof SchemeStep>;

/** One level of the class a case is put into, with its name. */
const ClassLevel = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Z0-9]{1,8}$/)
    .describe('类别代码; 门类 first'),
  name: text(60).describe('类别名称'),
});

/** Where a value of a published scheme came from. */
export const Origin = z.enum(['city', 'department', 'matter']).describe('市级默认, 部门默认, 本事项');
export type Origin = z.infer<typeof Origin>;

/**
 * What of a matter is archived, how long and under which class. Versioned, never changed in place: a case keeps the version it was accepted under.
 * Its digest (SHA-256 of the record's value on `registry.schemes`) stands in every link it took part in.
 */
export const Scheme = z
  .strictObject({
    type: z.literal('scheme').describe('kind of record'),
    contract: z.literal(1).describe('version of this contract'),
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,80}$/)
      .describe('name of the scheme; cases name it with a version'),
    version: z.int().positive().describe('from 1; a version once published never changes'),
    matter: z
      .strictObject({
        code: MatterCode.describe('事项实施编码'),
        name: text(200).describe('事项名称'),
        type: z
          .string()
          .regex(/^\d{2}$/)
          .describe('事项类型 (GB/T 39046 A.1)'),
      })
      .describe('the matter this scheme is for'),
    department: z
      .strictObject({
        uscc: Uscc.describe('统一社会信用代码'),
        name: text(200).describe('单位名称'),
        fonds: FondsNumber.describe('全宗号 under which its cases are archived'),
      })
      .describe('the department that archives'),
    validFrom: Time.describe('cases accepted from then on may name this version'),
    items: z.array(SchemeItem).min(1).max(500).describe('归档范围'),
    unlisted: z
      .enum(['refuse', 'warn'])
      .describe('what happens to a material that answers no item: GD-2-9 fails or warns'),
    steps: z.array(SchemeStep).min(1).max(100).describe('办理环节, in the order they are expected'),
    limits: z
      .strictObject({
        statutoryWorkingDays: count.nullable().describe('法定办结时限, working days; null where none'),
        promisedWorkingDays: count.nullable().describe('承诺办结时限, working days; null where none'),
      })
      .describe('time limits of the matter'),
    retention: Retention.describe('保管期限'),
    referenceCode: ReferenceCodeTemplate.describe('how the 档号 is put together'),
    sharing: z.enum(['unconditional', 'conditional', 'none']).describe('共享类型: 无条件共享, 有条件共享, 不予共享'),
    openness: z.enum(['open', 'restricted']).describe('开放审核: 开放 or 延期开放'),
    sharingTerms: paragraph(500).optional().describe('共享条件, or why it is not shared'),
    class: z
      .array(ClassLevel)
      .min(1)
      .max(4)
      .optional()
      .describe('类目: 门类 and the classes below it, with their names'),
    metadata: MetadataScheme.optional().describe('元数据方案'),
    check: CheckProfile.optional().describe('检测方案; absent: the base rule set dat70@1 as it is'),
    suite: z
      .enum(['international', 'national', 'both'])
      .optional()
      .describe('证据算法: SHA-256 with Ed25519/ECDSA, SM3 with SM2, or both'),
    origins: z
      .record(z.string().max(40), Origin)
      .optional()
      .describe('field of this record → whose value it is; the record is complete without it'),
  })
  .describe(
    '归档方案, a record of registry.schemes: what of a matter is archived, how long and under which class; key is id@version',
  );
export type Scheme = z.infer<typeof Scheme>;

/** A scheme together with the digest of the bytes it was published as. */
export interface PublishedScheme {
  digest: `sha256:${string}`;
  scheme: Scheme;
}

/** Record key on registry.schemes. */
export const schemeKey = (id: string, version: number): string => `${id}@${version}`;
