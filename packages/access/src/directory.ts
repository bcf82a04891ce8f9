import type { Post } from './principal.ts';
import { AccessRefused } from './refused.ts';
import { conflictIn, isAdministrator, type Role } from './roles.ts';

/** A person as the house knows them. */
export interface Known {
  readonly account: string;
  readonly name: string;
  readonly active: boolean;
  /** Posts that they hold today. */
  readonly posts: readonly Post[];
}

/** Who is who: asked at every request, so that a post that is taken away is gone at once. */
export interface Directory {
  byIdentity(issuer: string, subject: string): Promise<Known | undefined>;
  byAccount(account: string): Promise<Known | undefined>;
}

/**
 * Whether somebody may be signed in as they stand in the tables, whatever brought them there.
 * @throws AccessRefused for who was disabled, for roles that one person may not hold, and for an administrator with one factor alone
 */
export function mustBeFit({ active, posts }: Pick<Known, 'active' | 'posts'>, mfa: boolean): void {
  if (!active) throw new AccessRefused(403, 'DISABLED', '该用户已停用 / this user is disabled');
  const roles = posts.map(({ role }) => role);
  const conflict = conflictIn(roles);
  if (conflict) throw new AccessRefused(403, 'ROLE_CONFLICT', `${conflict.zh} / ${conflict.en}`);
  if (!mfa && needsMfa(roles))
    throw new AccessRefused(
      403,
      'MFA_REQUIRED',
      '三员须以多因素认证登录 / administrators sign in with more than one factor',
    );
}

export const needsMfa = (roles: readonly Role[]): boolean => roles.some(isAdministrator);
