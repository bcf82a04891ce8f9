import type { Installs } from './installs.ts';
import { javaJudge } from './java-tools.ts';
import { absent, type Judge, sitting, type Word } from './judgement.ts';

const DSS = 'EU DSS 6.4';

/** Files: a detached JWS and what it is over, or an RFC 3161 token with the SHA-256 digest it should be over, in hexadecimal. */
export type DssQuestion =
  | { readonly jws: string; readonly over: string }
  | { readonly token: string; readonly digest: string };

/**
 * Judges signatures (JAdES baseline B) and timestamps with the library of the European Commission: form, mathematics, certificates up to the CA and revocation.
 * @param trust PEM files: the CA's certificate and its revocation list, without which DSS believes no certificate
 */
export async function openDss(
  installs: Installs,
  trust: {
    readonly ca: string;
    readonly crl: string | undefined;
  },
): Promise<Judge<DssQuestion>> {
  if (trust.crl === undefined) return absent(DSS, 'CA 没有吊销列表 / the CA has no revocation list');
  const program = await javaJudge(installs, 'dss', 'Dss', [trust.ca, trust.crl]);
  if (typeof program === 'string') return absent(DSS, program);
  const asked = async (question: DssQuestion): Promise<Word> =>
    (await ('jws' in question
      ? program.ask('jws', question.jws, question.over)
      : program.ask('token', question.token, question.digest))) as Word;
  return sitting(DSS, asked, () => program.end());
}
