import { z } from 'zod';
import { Time, text } from '../primitives.ts';
import { Unit } from './accepted.ts';
import { eventOf } from './event.ts';
import { PublishedMaterial } from './file.ts';

/** 办结结果: the licence, certificate, approval or reply the case ended in (GB/T 39046-2020 办结). */
export const CaseResult = z
  .strictObject({
    name: text(200).describe('结果证照名称 (an..200)'),
    number: text(50).describe('结果证照编号 (an..50)'),
    issuer: Unit.describe('发证/盖章单位'),
    issuedAt: Time.describe('发证时间'),
    validFrom: Time.optional().describe('证照有效期起'),
    validUntil: Time.optional().describe('证照有效期止'),
  })
  .describe('办结结果 (GB/T 39046-2020): the licence, certificate, approval or reply the case ended in');
export type CaseResult = z.infer<typeof CaseResult>;

/** A result was issued; its document comes as a material of group `result`. */
export const ResultIssued = eventOf(
  'case.result.issued',
  z.strictObject({
    result: CaseResult.describe('what the licence, certificate or reply says of itself'),
    document: PublishedMaterial.describe('its document: a material of group `result`'),
  }),
).describe('a result was issued; its document comes with it');
export type ResultIssued = z.infer<typeof ResultIssued>;
