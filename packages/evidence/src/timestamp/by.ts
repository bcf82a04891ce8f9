import type { VerifiedToken } from './verify.ts';

/** What links keep of a verified token, so that nobody needs to open it to know who stamped and until when that holds. */
export interface TokenWords {
  readonly authority: string;
  readonly signature: string;
  readonly key: string;
  /** RFC 3339 UTC: the earliest end of a certificate between the authority and its root. */
  readonly until: string;
}

const MOST_CHARACTERS = 300;

/** Until when all certificates of a token's chain are valid, milliseconds since the epoch. */
export const tokenEnds = ({ chain }: Pick<VerifiedToken, 'chain'>): number =>
  Math.min(...chain.map((certificate) => certificate.validToDate.getTime()));

export const wordsOfToken = (token: VerifiedToken): TokenWords => ({
  authority: token.authority.subject
    .replace(/[\r\n]+/g, ', ')
    .slice(0, MOST_CHARACTERS)
    .toWellFormed(),
  signature: token.scheme,
  key: token.key,
  until: new Date(tokenEnds(token)).toISOString(),
});

/** Whose algorithms a token was made with: SM2 is national. */
export const suiteOfToken = ({ scheme }: Pick<VerifiedToken, 'scheme'>): 'international' | 'national' =>
  scheme === 'sm2-sm3' ? 'national' : 'international';
