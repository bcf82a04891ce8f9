import { ITEMS } from '@guidang/properties';

const BY_CODE = new Map(ITEMS.map((item) => [item.code, item]));

/** What an item is called and what it looks at, for whoever has to judge by it. */
export function itemNames(code: string): { code: string; zh: string; en: string; looksAt: string } {
  const { zh, en, looksAt } = BY_CODE.get(code) ?? { zh: code, en: code, looksAt: '' };
  return { code, zh, en, looksAt };
}
