import { z } from 'zod';
import { ruled } from './malformed.ts';
import { count, paragraph, text } from './primitives.ts';

/**
 * An element of a metadata scheme, described by the columns of DA/T 46-2009 (编号, 中文名称, 约束性, 可重复性, 元素类型, 数据类型, 值域, 缺省值, 信息来源, 注释), which are those of
 * GB/T 39784-2021 11.3.
 */
export const MetadataElement = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,79}$/, '标识: 小写字母、数字、下划线 / lower-case letters, digits and underscores')
      .describe('identifier, e.g. archival_code; own elements begin with local_'),
    no: z
      .string()
      .regex(/^M([1-9]|[1-7]\d|8[0-8])$/)
      .optional()
      .describe('编号 in DA/T 46-2009, M1–M88; absent for an element of our own'),
    name: text(60).describe('中文名称'),
    parent: z.string().max(80).optional().describe('identifier of the container it stands in; absent at the top'),
    kind: z.enum(['simple', 'container']).describe('元素类型: 简单型, 容器型'),
    type: z
      .enum(['text', 'integer', 'number', 'date', 'time', 'year', 'code', 'boolean', 'base64'])
      .describe('数据类型'),
    obligation: z.enum(['required', 'conditional', 'optional']).describe('约束性: 必选, 条件选, 可选'),
    repeatable: z.boolean().describe('可重复性'),
    atMost: count.max(100_000).optional().describe('longest value in characters; absent: any length'),
    domain: z.array(text(200)).max(500).optional().describe('值域: the values taken; absent: any'),
    open: z.boolean().optional().describe('whether values outside the domain are taken as well ([其他])'),
    fallback: text(200).optional().describe('缺省值'),
    source: z
      .enum(['captured', 'business', 'people'])
      .describe('信息来源: captured by this system, sent by the business system, described by people'),
    note: paragraph(500).optional().describe('注释, or the rule by which the value is made'),
  })
  .refine(({ kind, domain }) => kind === 'simple' || domain === undefined, {
    ...ruled('CONTAINER_DOMAIN', '容器型元素没有值域 / a container has no domain'),
    path: ['domain'],
  })
  .refine(
    ({ domain, open, fallback }) => domain === undefined || open || fallback === undefined || domain.includes(fallback),
    {
      ...ruled('FALLBACK_DOMAIN', '缺省值须在值域内 / the default has to be in the domain'),
      path: ['fallback'],
    },
  )
  .describe('元数据元素: one element of a metadata scheme');
export type MetadataElement = z.infer<typeof MetadataElement>;

/** 元数据方案 of a matter: a standard's elements and own ones. */
export const MetadataScheme = z
  .strictObject({
    base: z.enum(['DA/T 46-2009', 'none']).describe('the standard it rests on'),
    elements: z
      .array(MetadataElement)
      .min(1)
      .max(400)
      .describe('elements in their order, containers before what stands in them'),
  })
  .superRefine(({ elements }, context) => {
    const before = new Map<string, MetadataElement>();
    elements.forEach((element, at) => {
      const say = (field: string, rule: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['elements', at, field], message, params: { rule } });
      if (before.has(element.id)) say('id', 'ELEMENT_TWICE', '标识重复 / the identifier stands twice');
      if (element.parent !== undefined && before.get(element.parent)?.kind !== 'container')
        say(
          'parent',
          'NO_SUCH_CONTAINER',
          '上级元素须为前面的容器型元素 / the parent has to be a container that stands before',
        );
      before.set(element.id, element);
    });
  })
  .describe('元数据方案: a standard with own elements, domains and obligations');
export type MetadataScheme = z.infer<typeof MetadataScheme>;
