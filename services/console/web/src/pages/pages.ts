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
    path: '/parked',
    title: text('搁置记录', 'Parked records'),
    group: 'operations',
    icon: 'parked',
    may: ['parked.read'],
    load: () => import('./parked/page.tsx'),
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
  {
    path: '/review',
    title: text('人工复核', 'Review'),
    group: 'archive',
    icon: 'review',
    may: ['review.read'],
    load: () => import('./review/page.tsx'),
  },
  {
    path: '/pre-archive',
    title: text('预归档清单', 'Pre-archive list'),
    group: 'archive',
    icon: 'prearchive',
    may: ['register.print'],
    load: () => import('./prearchive/page.tsx'),
  },
  {
    path: '/refused',
    title: text('退回与补正', 'Refused and amended'),
    group: 'archive',
    icon: 'refused',
    may: ['review.read'],
    load: () => import('./refused/page.tsx'),
  },
  {
    path: '/registers',
    title: text('登记表打印', 'Registers'),
    group: 'archive',
    icon: 'register',
    may: ['register.print'],
    load: () => import('./registers/page.tsx'),
  },
];
