import { fileURLToPath } from 'node:url';
import { isAdministrator, ROLE_NAMES, ROLES } from '@guidang/access';
import { ACCESS_TABLE, PUBLIC, SIGNED_IN } from './access-table.ts';

export const FILE = fileURLToPath(new URL('../../../docs/access/registry.md', import.meta.url));

const MARKS = { any: '●', own: '◐', city: '○' } as const;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** The table as an auditor reads it. */
export function accessDocument(): string {
  const roles = ROLE_NAMES;
  const routes = Object.entries(ACCESS_TABLE).map(([route, { action, zh, roles: may }]) =>
    line([`\`${route}\``, zh, `\`${action}\``, ...roles.map((role) => (may[role] ? MARKS[may[role]] : ''))]),
  );
  return `# 登记服务权限表 / Who may do what through the door of registry

由 \`services/registry/test/access-table.ts\` 生成(\`node services/registry/test/write-access-document.ts\`),并由测试逐路由、逐角色、逐范围与运行中的服务核对。
规则本身见 [\`base.cedar\`](../../packages/access/policies/base.cedar) 与 [\`registry.cedar\`](../../services/registry/policies/registry.cedar)。

Made from the table that the tests hold against the running door, for every route, role and scope.

● 不限范围 / whatever the post is for · ◐ 限本岗位范围（全市岗位为全部）/ what the post is for · ○ 仅全市岗位 / posts of the city alone · 空白 = 拒绝 / refused.
${roles
  .filter(isAdministrator)
  .map((role) => ROLES[role].zh)
  .join('、')}须以多因素认证登录，且不得兼任其他角色；审计员不得兼任其他角色。

${line(['路由 / route', '内容', '操作 / action', ...roles.map((role) => ROLES[role].zh)])}${line(Array(roles.length + 3).fill('---'))}${routes.join('')}
登录即可 / whoever is signed in: ${SIGNED_IN.map((route) => `\`${route}\``).join(', ')}.

公开 / everybody: ${PUBLIC.map((route) => `\`${route}\``).join(', ')}.
`;
}
