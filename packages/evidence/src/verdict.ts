/**
 * Judging what outsiders hand us never throws: a verdict says what was found, or a stable code and why not.
 * Throwing is kept for our own mistakes (a root asked of an empty list), which are faults and not findings.
 */
export type Verdict<T, C extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: C; readonly detail: string };

export const pass = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const refuse = <C extends string>(code: C, detail: string): { ok: false; code: C; detail: string } => ({
  ok: false,
  code,
  detail,
});
