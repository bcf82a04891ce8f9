export { accessRoutes, type Keeping, keepAccess } from './access.ts';
export { policyWith } from './base-policy.ts';
export { type Directory, type Known, mustBeFit, needsMfa } from './directory.ts';
export {
  deedOf,
  type GuardPorts,
  guard,
  type RouteAccess,
  type Visit,
  type Visitor,
  visitOf,
} from './guard.ts';
export { type AnchorPlace, anchorLog, anchorText, type LogVerdict, verifyLog } from './log/anchor.ts';
export { type Deed, entryHash, LOG_CLASSES, type LogClass, LogEntry } from './log/entry.ts';
export { type Anchor, type FoundEntry, type LogQuery, type OperationLog, sqlLog } from './log/log.ts';
export { EMPTY_LOG, followLog, type KeptEntry, type LogFault, type LogFaultCode, type LogHead } from './log/verify.ts';
export { SentNotLogged, writtenFirst } from './log/written-first.ts';
export { Moment } from './moment.ts';
export { wasMultiFactor } from './oidc/mfa.ts';
export { type Pending, type Pendings, sqlPendings } from './oidc/pending.ts';
export { type Identity, openProvider, type Provider, type ProviderOptions } from './oidc/provider.ts';
export { openPolicy, type Policy, PolicyFault, type PolicyText, type Resource } from './policy.ts';
export { type Post, type Principal, type Scope, scopeOf } from './principal.ts';
export { AccessRefused, forbidden, notThere, unauthenticated } from './refused.ts';
export { conflictIn, isAdministrator, ROLE_NAMES, ROLES, type Role, type RoleConflict } from './roles.ts';
export { type LogPorts, logRoutes } from './routes/log.ts';
export { type AccessDoor, CHANGING, SAFE, type SignInPorts, securitySchemes } from './routes/ports.ts';
export { hashOfSecret } from './secret.ts';
export { type Cookies, cookiesFor } from './session/cookie.ts';
export { returnTo } from './session/return-to.ts';
export { type Session, type Sessions, type SessionTimes, type SignedIn, sqlSessions } from './session/sessions.ts';
export { type TokenIssuer, type TokenReader, tokenIssuer, tokenReader } from './token.ts';
export { bySession, byToken, firstOf, type WhoisPorts } from './whois.ts';
