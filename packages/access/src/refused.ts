/** Why a request goes no further. Services send it as RFC 9457 like any other refusal of theirs. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  readonly statusCode: number;
  /** Stable. */
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  /** @param message Chinese first, English beside it */
  constructor(statusCode: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const unauthenticated = (): AccessRefused =>
  new AccessRefused(401, 'UNAUTHENTICATED', '请先登录 / please sign in');
export const forbidden = (): AccessRefused =>
  new AccessRefused(403, 'RIGHTS', '当前岗位无此权限 / no post of yours may do that');
/** Said of what is not there and of what lies outside the scope alike, so that nobody can feel for what exists. */
export const notThere = (): AccessRefused =>
  new AccessRefused(404, 'NOT_THERE', '不存在，或不在岗位范围内 / not there, or outside your scope');
