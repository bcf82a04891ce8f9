import type { AskAuthority } from '@guidang/host';
import { type AnchorPlace, anchorLog } from './log/anchor.ts';
import { logRoutes } from './routes/log.ts';
import { meRoutes } from './routes/me.ts';
import type { AccessDoor, SignInPorts } from './routes/ports.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { signInRoutes } from './routes/sign-in.ts';

/** Every route of signing in and of supervision. `app` stands behind the guard already. */
export function accessRoutes(app: AccessDoor, ports: SignInPorts): void {
  signInRoutes(app, ports);
  meRoutes(app, ports);
  sessionRoutes(app, ports);
  logRoutes(app, ports);
}

export interface Keeping {
  /** `sessions`: of a service where people sign in; others know them by tokens and have none */
  readonly ports: Pick<SignInPorts, 'log' | 'service' | 'now'> & Partial<Pick<SignInPorts, 'sessions'>>;
  readonly ask: AskAuthority;
  readonly place?: AnchorPlace | undefined;
  readonly everyMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

/** Timestamps the log's head and forgets what has ended, again and again, until it is stopped. */
export function keepAccess({ ports, ask, place, everyMs, failed }: Keeping): { stop(): Promise<void> } {
  let under: Promise<unknown> = Promise.resolve();
  const round = (): void => {
    under = under
      .then(() => anchorLog(ports.log, ports.service, ask, ports.now, place))
      .catch((error: unknown) => failed('the log could not be timestamped; asked again', error))
      .then(() => ports.sessions?.tidy())
      .catch((error: unknown) => failed('what has ended could not be forgotten; asked again', error));
  };
  const timer = setInterval(round, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await under;
    },
  };
}
