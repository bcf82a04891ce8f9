import { isAdministrator, ROLE_NAMES, ROLES, type Role } from '../packages/access/src/roles.ts';

/**
 * How far a role reaches by one of its posts:
 * `any` whatever the post is for; `own` what the post is for, which is everything for a post of the city; `city` posts of the city alone.
 */
export type Reach = 'any' | 'own' | 'city';

export interface Row {
  readonly action: string;
  readonly zh: string;
  readonly roles: Partial<Record<Role, Reach>>;
}

/** Who may do what through one door: what the tests of its service hold against the door as it runs. */
export interface AccessTable {
  /** `登记服务` and `registry`. */
  readonly name: readonly [zh: string, en: string];
  /** Folder of the service, which has its tests and its policy. */
  readonly folder: string;
  readonly policy: string;
  readonly rows: Readonly<Record<string, Row>>;
  readonly signedIn: readonly string[];
  readonly everybody: readonly string[];
}

const MARKS = { any: '●', own: '◐', city: '○' } as const;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
const listed = (routes: readonly string[]): string => routes.map((route) => `\`${route}\``).join(', ');

/** The table as an auditor reads it. */
export function accessDocument({ name: [zh, en], folder, policy, rows, signedIn, everybody }: AccessTable): string {
  const roles = ROLE_NAMES;
  const routes = Object.entries(rows).map(([route, { action, zh, roles: may }]) =>
    line([`\`${route}\``, zh, `\`${action}\``, ...roles.map((role) => (may[role] ? MARKS[may[role]] : ''))]),
  );
  return `# ${zh}权限表 / Who may do what through the door of ${en}

由 \`${folder}/test/access-table.ts\` 生成(\`node ${folder}/test/write-access-document.ts\`),并由测试逐路由、逐角色、逐范围与运行中的服务核对。
规则本身见 [\`base.cedar\`](../../packages/access/policies/base.cedar) 与 [\`${policy}\`](../../${folder}/policies/${policy})。

Made from the table that the tests hold against the running door, for every route, role and scope.

● 不限范围 / whatever the post is for · ◐ 限本岗位范围（全市岗位为全部）/ what the post is for · ○ 仅全市岗位 / posts of the city alone · 空白 = 拒绝 / refused.
${roles
  .filter(isAdministrator)
  .map((role) => ROLES[role].zh)
  .join('、')}须以多因素认证登录，且不得兼任其他角色；审计员不得兼任其他角色。

${line(['路由 / route', '内容', '操作 / action', ...roles.map((role) => ROLES[role].zh)])}${line(Array(roles.length + 3).fill('---'))}${routes.join('')}
登录即可 / whoever is signed in: ${listed(signedIn)}.

公开 / everybody: ${everybody.length === 0 ? '无 / nothing' : listed(everybody)}.
`;
}
