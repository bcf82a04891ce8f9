import type { Role } from './roles.ts';

/** 岗位: a role with its scope. */
export interface Post {
  readonly id: string;
  readonly role: Role;
  readonly title: string;
  /** Department the post belongs to; null: the whole city. */
  readonly department: string | null;
  /** Departments it covers, sub-departments included; null: all. */
  readonly covers: readonly string[] | null;
}

/** Who is asking, as far as it matters. The name is for their own screen and goes nowhere else. */
export interface Principal {
  /** Names the person in logs and records, and says nothing of them. */
  readonly account: string;
  readonly name: string;
  readonly posts: readonly Post[];
  /** Signed in with more than one factor. */
  readonly mfa: boolean;
}

/** Whose rows are seen: `city` all, else those of these departments. */
export type Scope = 'city' | readonly string[];

/** All that the posts cover together. */
export function scopeOf(posts: readonly Pick<Post, 'covers'>[]): Scope {
  const covered = new Set<string>();
  for (const { covers } of posts) {
    if (covers === null) return 'city';
    for (const department of covers) covered.add(department);
  }
  return [...covered].sort();
}
