/** A role of GB/T 39784-2021 4.4, and whether it is one of the three administrators (三员). */
interface RoleFacts {
  readonly zh: string;
  readonly en: string;
  readonly administrator: boolean;
}

export const ROLES = {
  'system-administrator': { zh: '系统管理员', en: 'system administrator', administrator: true },
  'security-officer': { zh: '安全保密员', en: 'security officer', administrator: true },
  'security-auditor': { zh: '安全审计员', en: 'security auditor', administrator: true },
  operator: { zh: '运行值守员（网络管理员）', en: 'operator', administrator: false },
  archivist: { zh: '档案管理员', en: 'archivist', administrator: false },
  filer: { zh: '部门归档员', en: 'department filer', administrator: false },
  reviewer: { zh: '复核员', en: 'reviewer', administrator: false },
  auditor: { zh: '审计员', en: 'auditor', administrator: false },
  user: { zh: '档案利用者', en: 'user', administrator: false },
} as const satisfies Record<string, RoleFacts>;
export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]];

export const isAdministrator = (role: Role): boolean => ROLES[role].administrator;

/** Two roles that one person may not hold, and the rule. */
export interface RoleConflict {
  readonly roles: readonly [Role, Role];
  readonly zh: string;
  readonly en: string;
}

/**
 * 三员分立: whoever is one of the three administrators holds no other role but that of a user; and an auditor, who judges the house from outside, works in no other role in it.
 * Asked where a role is given and again at every sign-in, so that what got into the tables some other way does not count either.
 */
export function conflictIn(roles: readonly Role[]): RoleConflict | undefined {
  const held = [...new Set(roles)].filter((role) => role !== 'user');
  const apart = held.find((role) => isAdministrator(role) || role === 'auditor');
  if (apart === undefined || held.length < 2) return undefined;
  const other = held.find((role) => role !== apart)!;
  return {
    roles: [apart, other],
    zh: `三员分立：同一人不得兼任${ROLES[apart].zh}与${ROLES[other].zh}`,
    en: `separation of duties: nobody may be ${ROLES[apart].en} and ${ROLES[other].en}`,
  };
}
