import { SAFE } from '@guidang/access';
import { MetadataElement } from '@guidang/contracts';
import { BASES, ITEMS_ZH, type Item, rulesOf } from '@guidang/properties';
import { z } from 'zod';
import { DAT46 } from '../../scheme/dat46.ts';
import type { Door } from '../door.ts';
import { problems } from '../problem.ts';

const Parameter = z.object({
  name: z.string(),
  kind: z.enum(['integer', 'number', 'boolean', 'text', 'texts', 'other']).describe('what is typed; other: JSON'),
  describe: z.string(),
  value: z.unknown().describe('as the rule set has it'),
});
const ItemEntry = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  property: z.string(),
  level: z.string(),
  mode: z.string(),
  locked: z.boolean().describe('no scheme may turn it off or lower it'),
  looksAtZh: z.string(),
  looksAt: z.string(),
  parameters: z.array(Parameter),
});
const Vocabulary = z.object({
  bases: z
    .array(
      z.object({
        id: z.string(),
        rounds: z.number().int(),
        calendar: z.string().describe('工作日历 it counts by'),
        items: z.array(ItemEntry),
      }),
    )
    .describe('检测规则集, with every item as it has it'),
  elements: z.array(MetadataElement).describe('DA/T 46-2009, M1–M88'),
});

/** What forms of schemes offer to choose from: the items of the check as each rule set has them, and the elements of the standard. */
export function vocabularyRoute(app: Door): void {
  app.get(
    '/v1/vocabulary',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'getVocabulary',
        tags: ['schemes'],
        summary: '检测项与标准元素 / items of the check, elements of the standard',
        security: SAFE,
        response: { 200: Vocabulary, ...problems },
      },
    },
    async () => vocabulary(),
  );
}

type Entries = z.infer<typeof Vocabulary>;
let made: Entries | undefined;

function vocabulary(): Entries {
  made ??= {
    bases: [...BASES.values()].map(({ id, rounds, calendar }) => ({
      ...{ id, rounds, calendar },
      items: rulesOf({ check: { base: id } }).items.map(({ item, rule }) => ({
        ...{ code: item.code, zh: item.zh, en: item.en, property: item.property, locked: item.locked ?? false },
        ...{ level: rule.level, mode: rule.mode, looksAtZh: inChinese(item), looksAt: item.looksAt },
        parameters: parametersOf(item, rule.parameters),
      })),
    })),
    elements: [...DAT46],
  };
  return made;
}

function inChinese({ code, zh }: Item): string {
  const words = ITEMS_ZH[code];
  return words === undefined ? zh : `${words.purpose}。对象：${words.object}。方法：${words.method}。`;
}

/** The parameters of an item by what can be typed for them. */
function parametersOf(
  item: Item,
  values: Readonly<Record<string, unknown>>,
): Entries['bases'][0]['items'][0]['parameters'] {
  const { properties = {} } = z.toJSONSchema(item.parameters, { unrepresentable: 'any', io: 'input' }) as {
    properties?: Record<string, { type?: string; description?: string; items?: { type?: string } }>;
  };
  return Object.entries(properties).map(([name, { type, description, items }]) => ({
    ...{ name, describe: description ?? '', value: values[name] ?? null },
    kind:
      type === 'integer' || type === 'number' || type === 'boolean'
        ? type
        : type === 'string'
          ? 'text'
          : type === 'array' && items?.type === 'string'
            ? 'texts'
            : 'other',
  }));
}
