import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CaseNumber } from './codes/case-number.ts';
import { isIdNumber } from './codes/id-number.ts';
import { isUscc } from './codes/uscc.ts';
import { ruled } from './malformed.ts';
import { paragraph, text } from './primitives.ts';

/** 证件类型 (GA/T 2000.156) that we can check; others are taken as they are. */
const RESIDENT_ID = '111';
/** 统一社会信用代码 as it is used where a unit applies; the list of GA/T 2000.156 knows persons only, so this one is ours. */
export const UNIT_ID = 'USCC';

const SALT = /^[0-9a-f]{64}$/;

/** 证件: kind and number. */
export const Identity = z
  .strictObject({
    type: z
      .string()
      .regex(/^(\d{3}|USCC)$/)
      .describe('证件类型 (GA/T 2000.156), 111 居民身份证; USCC for a unit'),
    number: z
      .string()
      .regex(/^[0-9A-Za-z()-]{4,30}$/)
      .describe('证件号码'),
  })
  .refine((id) => id.type !== RESIDENT_ID || isIdNumber(id.number), {
    ...ruled('ID_NUMBER', '公民身份号码 (GB 11643): 18 characters with a right check character / 18 位且校验码正确'),
    path: ['number'],
  })
  .refine((id) => id.type !== UNIT_ID || isUscc(id.number), {
    ...ruled('USCC', '统一社会信用代码 (GB 32100): 18 characters with a right check character / 18 位且校验码正确'),
    path: ['number'],
  })
  .describe('证件: kind and number');
export type Identity = z.infer<typeof Identity>;

const Party = z.strictObject({
  name: text(200).describe('姓名 or 单位名称'),
  identity: Identity.describe('证件'),
  phone: text(40).optional().describe('联系电话'),
  address: text(300).optional().describe('地址'),
});

/**
 * 申请表单: the one object of a case that names people. It travels like a file, by content name, and is destroyed with the content of the case; records hold a
 * commitment to it and nothing else. JSON in UTF-8.
 */
export const ApplicationForm = z
  .strictObject({
    type: z.literal('application-form').describe('kind of object'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号 of the case it belongs to'),
    salt: z
      .string()
      .regex(SALT)
      .describe('32 random bytes, hexadecimal: without them nobody can try numbers against the commitment'),
    applicant: Party.describe('申请人 / 行政相对人'),
    legalPerson: Party.optional().describe('法定代表人, where a unit applies'),
    agent: Party.optional().describe('代办人 / 联系人'),
    fields: z
      .array(
        z.strictObject({
          name: text(100).describe('label of the field'),
          value: paragraph(2000).describe('what was filled in'),
        }),
      )
      .max(500)
      .describe('form fields in the order of the form'),
  })
  .describe('申请表单: the one object of a case that names people; never a record');
export type ApplicationForm = z.infer<typeof ApplicationForm>;

/**
 * The commitment that records carry in the place of a person: `commit:` and SHA-256 of the salt's bytes, the kind of document, a line feed, and its number
 * in capitals.
 * @param salt 64 hexadecimal digits
 * @throws RangeError where it is not
 */
export const commitmentTo = (salt: string, { type, number }: Identity): string =>
  `commit:${createHash('sha256').update(saltBytes(salt)).update(`${type}\n${number.toUpperCase()}`).digest('hex')}`;

/** A salt that is cut short or not hexadecimal would make a commitment that anybody can open by trying. */
function saltBytes(salt: string): Buffer {
  if (!SALT.test(salt)) throw new RangeError('the salt has to be 64 hexadecimal digits');
  return Buffer.from(salt, 'hex');
}
