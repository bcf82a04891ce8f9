import type { ComponentType } from 'react';
import type { Me } from '../../../src/api/me.ts';
import { consolePages } from '../pages/pages.ts';
import { registryPages } from '../pages/registry/pages.ts';
import { type Text, text } from './words.ts';

/** Groups of the menu, in their order. */
export const GROUPS = {
  operations: text('运行值守', 'Operations'),
  cases: text('办件', 'Cases'),
  archive: text('档案业务', 'Archive'),
  statistics: text('统计', 'Statistics'),
  audit: text('审计', 'Audit'),
  registry: text('登记配置', 'Registry'),
} as const satisfies Record<string, Text>;

/** A page as the frame knows it. Its code is fetched when somebody goes there. */
export interface Page {
  /** Path of the route; `:name` are parameters. */
  readonly path: string;
  readonly title: Text;
  readonly group: keyof typeof GROUPS;
  /** Name of one of the frame's icons; a page without one is not in the menu and is reached from another. */
  readonly icon?: IconName;
  /** Actions of a policy (the console's or registry's): whoever may do one of them anywhere is offered the page. */
  readonly may: readonly string[];
  /** Only for whoever may do it in the whole city. */
  readonly city?: true;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export type IconName =
  | 'wall'
  | 'parked'
  | 'cases'
  | 'search'
  | 'favourites'
  | 'review'
  | 'prearchive'
  | 'refused'
  | 'register'
  | 'fixity'
  | 'disposal'
  | 'transfer'
  | 'arrangement'
  | 'statistics'
  | 'audit'
  | 'departments'
  | 'matters'
  | 'schemes'
  | 'people'
  | 'log';

/** Every page there is, in the order of the menu. A new area brings its own list beside these. */
export const PAGES: readonly Page[] = [...consolePages, ...registryPages];

export const mayOpen = (me: Me, page: Page): boolean =>
  page.may.some((action) => (page.city ? me.may[action] === 'city' : me.may[action] !== undefined));
