import type { Page } from '../../app/pages.ts';
import { text } from '../../app/words.ts';

/** Pages over registry: who there is, what may be applied for, and what of it is archived. */
export const registryPages: readonly Page[] = [
  {
    path: '/departments',
    title: text('组织机构', 'Departments'),
    group: 'registry',
    icon: 'departments',
    may: ['catalogue.read'],
    load: () => import('./departments/page.tsx'),
  },
  {
    path: '/people',
    title: text('人员与岗位', 'People and posts'),
    group: 'registry',
    icon: 'people',
    may: ['person.read'],
    load: () => import('./people/page.tsx'),
  },
  {
    path: '/matters',
    title: text('事项', 'Matters'),
    group: 'registry',
    icon: 'matters',
    may: ['catalogue.read'],
    load: () => import('./matters/page.tsx'),
  },
  {
    path: '/drafts',
    title: text('归档方案', 'Schemes'),
    group: 'registry',
    icon: 'schemes',
    may: ['draft.read'],
    load: () => import('./drafts/page.tsx'),
  },
  {
    path: '/drafts/:id',
    title: text('方案草稿', 'Draft of a scheme'),
    group: 'registry',
    may: ['draft.read'],
    load: () => import('./draft/page.tsx'),
  },
  {
    path: '/defaults',
    title: text('默认值与模板', 'Defaults and templates'),
    group: 'registry',
    icon: 'schemes',
    may: ['defaults.edit', 'template.edit'],
    load: () => import('./defaults/page.tsx'),
  },
  {
    path: '/schemes/:id',
    title: text('方案版本', 'Versions of a scheme'),
    group: 'registry',
    may: ['catalogue.read'],
    load: () => import('./scheme/page.tsx'),
  },
];
