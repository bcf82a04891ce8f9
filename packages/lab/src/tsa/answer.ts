import { der } from '@guidang/evidence';
import { type Question, type Refusal, readQuestion } from './question.ts';
import { type Authority, tokenFor } from './token.ts';

const granted = (token: Buffer): Buffer => der.sequence(der.sequence(der.integer(0)), token);

/** PKIStatusInfo of a rejection: status 2, words, and one bit of PKIFailureInfo, a named bit list without trailing zeros (X.690 §11.2.2). */
const rejected = ({ bit, words }: Refusal): Buffer => {
  const bytes = Buffer.alloc((bit >> 3) + 1);
  bytes[bit >> 3] = 0x80 >> (bit & 7);
  const failure = der.tlv(0x03, Buffer.of(7 - (bit & 7)), bytes);
  return der.sequence(der.sequence(der.integer(2), der.sequence(der.tlv(0x0c, Buffer.from(words))), failure));
};

const isRefusal = (asked: Question | Refusal): asked is Refusal => 'bit' in asked;

/** Answers the DER of a question with the DER of a response (RFC 3161 §2.4.2); null for bytes that are no question. */
export const answer = (bytes: Uint8Array, authority: Authority, serial: () => bigint, now: Date): Buffer | null => {
  const asked = readQuestion(bytes, authority.policy);
  if (asked === null) return null;
  return isRefusal(asked) ? rejected(asked) : granted(tokenFor(asked, serial(), now, authority));
};
