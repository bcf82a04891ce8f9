import { isAdministrator } from '@guidang/access';
import type { Row } from '../../../tools/access-document.ts';

const WORKING = [
  'system-administrator',
  'security-officer',
  'security-auditor',
  'operator',
  'archivist',
  'filer',
  'reviewer',
  'auditor',
] as const;
const everybody: Row['roles'] = Object.fromEntries(
  WORKING.map((role) => [role, isAdministrator(role) ? 'city' : 'any']),
);
const row = (action: string, zh: string, roles: Row['roles']): Row => ({ action, zh, roles });

const CATALOGUE = row('catalogue.read', '查看组织机构、事项、默认值、模板、方案版本', everybody);
const DEPARTMENT = row('department.edit', '维护组织机构', { 'system-administrator': 'city' });
const PERSON_READ = row('person.read', '查看用户与岗位', {
  'system-administrator': 'city',
  'security-officer': 'city',
  'security-auditor': 'city',
});
const PERSON = row('person.edit', '建立、停用用户', { 'system-administrator': 'city' });
const POST = row('post.edit', '设置岗位', { 'security-officer': 'city' });
const GIVE = row('post.give', '授予、收回岗位（不得授予本人）', { 'security-officer': 'city' });
const MATTER = row('matter.edit', '维护、导入事项', { archivist: 'own', filer: 'own' });
const DEFAULTS = row('defaults.edit', '维护默认值', { archivist: 'own', filer: 'own' });
const TEMPLATE = row('template.edit', '维护模板', { archivist: 'city' });
const READ = row('draft.read', '查看、比较、试运行方案草稿', {
  archivist: 'own',
  filer: 'own',
  reviewer: 'own',
  auditor: 'own',
});
const EDIT = row('draft.edit', '编制、送审方案', { archivist: 'own', filer: 'own' });
const REVIEW = row('draft.review', '复核方案（不得复核本人编制）', { archivist: 'own', reviewer: 'own' });
const PUBLISH = row('draft.publish', '发布方案', { archivist: 'own' });
const EXPORT = row('bundle.export', '整体导出', { archivist: 'city', auditor: 'any' });
const IMPORT = row('bundle.import', '整体导入', { archivist: 'city' });
const LOG = row('log.read', '查看操作日志', {
  'security-auditor': 'city',
  'security-officer': 'city',
  auditor: 'city',
});
const VERIFY = row('log.verify', '核验、导出操作日志', { 'security-auditor': 'city', auditor: 'city' });
const SESSIONS = row('session.read', '查看在线用户', {
  'system-administrator': 'city',
  'security-officer': 'city',
  'security-auditor': 'city',
});
const END = row('session.end', '结束他人会话', { 'system-administrator': 'city', 'security-officer': 'city' });

/** Route × role × scope: all that anybody may do through the door of registry. What is not in it is refused. */
export const ACCESS_TABLE: Readonly<Record<string, Row>> = {
  'GET /v1/sessions': SESSIONS,
  'DELETE /v1/sessions/:id': END,
  'GET /v1/log': LOG,
  'GET /v1/log/verdict': VERIFY,
  'GET /v1/log/entries.jsonl': VERIFY,
  'GET /v1/departments': CATALOGUE,
  'POST /v1/departments': DEPARTMENT,
  'GET /v1/departments/:id': CATALOGUE,
  'PUT /v1/departments/:id': DEPARTMENT,
  'GET /v1/people': PERSON_READ,
  'POST /v1/people': PERSON,
  'PUT /v1/people/:account': PERSON,
  'GET /v1/posts': PERSON_READ,
  'POST /v1/posts': POST,
  'PUT /v1/posts/:id': POST,
  'PUT /v1/posts/:id/holders/:account': GIVE,
  'DELETE /v1/posts/:id/holders/:account': GIVE,
  'GET /v1/matters': CATALOGUE,
  'GET /v1/matters/export': CATALOGUE,
  'GET /v1/matters/:code': CATALOGUE,
  'POST /v1/matters': MATTER,
  'PUT /v1/matters/:code': MATTER,
  'POST /v1/matters/imports': MATTER,
  'GET /v1/imports/:sheet': { ...MATTER, zh: '下载本人导入的错误清单', roles: { archivist: 'any', filer: 'any' } },
  'GET /v1/defaults/:scope': CATALOGUE,
  'PUT /v1/defaults/:scope': DEFAULTS,
  'GET /v1/templates': CATALOGUE,
  'POST /v1/templates': TEMPLATE,
  'PUT /v1/templates/:id': TEMPLATE,
  'DELETE /v1/templates/:id': TEMPLATE,
  'GET /v1/vocabulary': { ...CATALOGUE, zh: '查看检测项与标准元素' },
  'GET /v1/drafts': READ,
  'POST /v1/drafts': EDIT,
  'GET /v1/drafts/:id': READ,
  'PUT /v1/drafts/:id': EDIT,
  'DELETE /v1/drafts/:id': EDIT,
  'GET /v1/drafts/:id/comparison': READ,
  'POST /v1/drafts/:id/dry-runs': READ,
  'POST /v1/drafts/submissions': EDIT,
  'POST /v1/drafts/reviews': REVIEW,
  'POST /v1/drafts/publications': PUBLISH,
  'GET /v1/schemes/:id/versions': CATALOGUE,
  'GET /v1/schemes/:id/comparison': CATALOGUE,
  'GET /v1/bundle': EXPORT,
  'POST /v1/bundle': IMPORT,
};

/** For whoever is signed in, with a post or without. */
export const SIGNED_IN = ['GET /v1/me', 'POST /v1/token', 'POST /v1/logout'];
/** For everybody: what is published, and the way in. */
export const PUBLIC = [
  'GET /v1/schemes',
  'GET /v1/schemes/:id/:version',
  'GET /v1/login',
  'GET /v1/callback',
  'GET /v1/jwks.json',
  'GET /v1/openapi.json',
];
