import { z } from 'zod';
import { CaseNumber } from './codes/case-number.ts';
import { Outcome } from './finding.ts';
import { OutcomeCounts, Resolution } from './links/check.ts';
import { ContentName, count, Sha256, Time } from './primitives.ts';

const word = z.string().max(400);

/** One finding of an item in a report: those that are not in order with what they rest on. */
const Remark = z
  .strictObject({
    object: z.string().max(300).describe('检测对象: `case`, `material:<id>`, `file:<material>/<n>`'),
    outcome: Outcome,
    code: z.string().max(61).describe('stable code of what was found'),
    words: word.describe('the same in Chinese'),
    evidence: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
      .describe('what the outcome rests on'),
    link: Sha256.describe('the link of check that holds it'),
  })
  .describe('备注: one finding of an item that is not plainly passed');

/** One item with its result: the fields of DA/T 70 reports as vendors write them (standards/1 §1.7). */
const ReportedItem = z
  .strictObject({
    code: z.string().max(40).describe('编码 test_code'),
    project: word.describe('检测项目'),
    property: z.enum(['1', '2', '3', '4']).describe('规则性质 rule_nature: 1 真实, 2 完整, 3 可用, 4 安全'),
    class: word.describe('检测类别 (JCLB)'),
    object: word.describe('检测对象 test_object (JCDX)'),
    purpose: word.describe('检测目的 purpose (JCMD)'),
    method: word.describe('检测依据和方法 test_method (JCYJ)'),
    level: z.enum(['BLOCK', 'WARN', 'INFO']).describe('what a FAIL of it does'),
    result: Outcome.describe('检测结果: the gravest outcome found by it'),
    counts: OutcomeCounts.describe('its findings by outcome'),
    remarks: z.array(Remark).max(40).describe('备注: findings other than PASS, the gravest first'),
  })
  .describe('one item with its result');

/**
 * 四性检测报告 (DA/T 70-2018, GB/T 39784-2021 5.2): what the check of a round found, item by item. An object of the archive; its bytes are `JSON.stringify` of this
 * with the keys in this order, UTF-8. It follows from the links of check and says nothing that they do not.
 */
export const CheckReport = z
  .strictObject({
    type: z.literal('check-report').describe('kind of object'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号'),
    stage: z.enum(['1', '2', '3']).describe('环节性质 link_nature: 1 归档, 2 移交与接收, 3 长期保存'),
    status: z.literal('已完成').describe('检测状态'),
    result: z.enum(['passed', 'refused']).describe('检测结论: 通过, 退回'),
    at: Time.describe('检测时间'),
    round: z.int().positive().describe('检测轮次'),
    inspector: z.string().max(100).describe('检测人: the software that decided'),
    rules: z
      .strictObject({
        base: z.string().max(40).describe('base rule set'),
        digest: ContentName.describe('digest over the rules'),
      })
      .describe('检测规则集'),
    link: Sha256.describe('the link of check that ended the round'),
    items: count.describe('检测项数'),
    passed: count.describe('通过项数: items whose result is PASS'),
    failed: count.describe('不通过项数: items whose result is FAIL'),
    counts: OutcomeCounts.describe('findings of the round by outcome'),
    results: z.array(ReportedItem).describe('检测项, in the order of their codes'),
    resolution: Resolution.nullable().describe('人工复核 that ended the round; null where nobody was asked'),
  })
  .describe('四性检测报告: what the check of a round found, item by item; an object, never a record');
export type CheckReport = z.infer<typeof CheckReport>;
