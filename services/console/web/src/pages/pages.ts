import type { Page } from '../app/pages.ts';
import { text } from '../app/words.ts';

/** The console's own pages. */
export const consolePages: readonly Page[] = [
  {
    path: '/wall',
    title: text('运行总览', 'Live wall'),
    group: 'operations',
    icon: 'wall',
    may: ['wall.read'],
    load: () => import('./wall/page.tsx'),
  },
  {
    path: '/cases',
    title: text('办件查询', 'Cases'),
    group: 'cases',
    icon: 'cases',
    may: ['case.read'],
    load: () => import('./cases/page.tsx'),
  },
  {
    path: '/cases/:number',
    title: text('办件', 'Case'),
    group: 'cases',
    may: ['case.read'],
    load: () => import('./case/page.tsx'),
  },
];
