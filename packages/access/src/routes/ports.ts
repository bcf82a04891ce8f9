import type { TimestampTrust } from '@guidang/evidence';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Directory } from '../directory.ts';
import type { OperationLog } from '../log/log.ts';
import type { Pendings } from '../oidc/pending.ts';
import type { Provider } from '../oidc/provider.ts';
import type { Policy } from '../policy.ts';
import type { Cookies } from '../session/cookie.ts';
import type { Sessions } from '../session/sessions.ts';
import type { TokenIssuer } from '../token.ts';

/** A door with routes whose schemas are zod. */
export type AccessDoor = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What signing in needs. */
export interface SignInPorts {
  readonly service: string;
  readonly policy: Policy;
  readonly provider: Provider;
  readonly pendings: Pendings;
  readonly sessions: Sessions;
  readonly directory: Directory;
  readonly log: OperationLog;
  readonly cookies: Cookies;
  readonly tokens: TokenIssuer;
  /** Services that a token may be asked for. */
  readonly audiences: readonly string[];
  /** Whether whoever the provider knows, and the directory does not, is let in as a user without a post. */
  readonly strangers: 'refuse' | 'user';
  /** Page of ours that tells why a sign-in failed, by `?code=`; absent: a problem document. */
  readonly failurePage?: string | undefined;
  /** Where people come back to from the provider's sign-out. */
  readonly home: string;
  /** Whom the tokens of anchors are believed under; absent: their imprint is looked at alone. */
  readonly trust?: TimestampTrust | undefined;
  readonly now: () => number;
}

const ProblemBody = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
  })
  .describe('Problem (RFC 9457)');
const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemBody.loose() } },
});
/** What every route may answer beside what was asked for. */
export const problems = {
  '4xx': answer('拒绝 / refused'),
  '5xx': answer('暂时无法处理 / not now, or an error of ours'),
};
export const SAFE = [{ session: [] }, { token: [] }];
export const CHANGING = [{ session: [], csrf: [] }, { token: [] }];
/** Security schemes of the routes behind the guard, for OpenAPI. */
export const securitySchemes = (cookie: string) =>
  ({
    session: { type: 'apiKey', in: 'cookie', name: cookie, description: '登录会话 / the session of a sign-in' },
    csrf: {
      type: 'apiKey',
      in: 'header',
      name: 'x-csrf-token',
      description: '`csrf` of /v1/me; needed beside the cookie',
    },
    token: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: '五分钟有效的身份令牌 / a token of POST /v1/token',
    },
  }) as const;
