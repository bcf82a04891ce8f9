import type { AskToken, Stamped } from './authority.ts';

/** An authority by the name that operators know it under: it stands in metrics and log lines, never in a link. */
export interface NamedAuthority {
  readonly name: string;
  readonly ask: AskToken;
}

/** What is told of authorities while they are asked. */
export interface AuthorityVoice {
  /** It stamped; `seconds` from the question to the verified token. */
  stamped(authority: string, seconds: number): void;
  /** It did not answer, or its answer is none we can use. `code` is stable; it is left alone for `restMs`. */
  failed(authority: string, code: string, restMs: number, error: unknown): void;
  /** Nobody stamped: all failed, or are still resting. */
  nobody(): void;
}

export interface AuthoritiesOptions {
  readonly authorities: readonly NamedAuthority[];
  /** How long one that failed is left alone: `firstMs`, doubling with every failure after another, up to `mostMs`. */
  readonly rest: { readonly firstMs: number; readonly mostMs: number };
  readonly voice: AuthorityVoice;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** No authority stamped. Who waits for a timestamp goes on waiting; nothing is sealed meanwhile. */
export class NoAuthority extends Error {
  constructor(told: readonly string[]) {
    super(`没有可用的时间戳服务 / no timestamp authority stamps now: ${told.join('; ')}`);
    this.name = 'NoAuthority';
  }
}

interface Standing extends NamedAuthority {
  failures: number;
  restsUntil: number;
}

/**
 * Several authorities for one purpose: the first that is not resting is asked, and where it fails the next one at once. One that failed, was slow or answered wrongly
 * rests for a while that doubles, so that a broken one is neither waited for by every batch nor given up for ever. Each is verified in full; none is believed because
 * another was not there.
 */
export function authorities({ authorities: named, rest, voice, now }: AuthoritiesOptions): AskToken {
  const all: Standing[] = named.map((one) => ({ ...one, failures: 0, restsUntil: 0 }));
  if (all.length === 0) throw new RangeError('没有时间戳服务 / there is no timestamp authority');
  return async (digest, algorithm): Promise<Stamped> => {
    const told: string[] = [];
    for (const authority of all) {
      const began = now();
      if (began < authority.restsUntil) {
        told.push(`${authority.name} rests until ${new Date(authority.restsUntil).toISOString()}`);
        continue;
      }
      try {
        const stamped = await authority.ask(digest, algorithm);
        authority.failures = 0;
        voice.stamped(authority.name, (now() - began) / 1000);
        return stamped;
      } catch (error) {
        const restMs = Math.min(rest.firstMs * 2 ** authority.failures, rest.mostMs);
        authority.failures += 1;
        authority.restsUntil = now() + restMs;
        voice.failed(authority.name, codeOf(error), restMs, error);
        told.push(`${authority.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    voice.nobody();
    throw new NoAuthority(told);
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
