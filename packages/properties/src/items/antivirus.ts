import type { Finding } from '@guidang/contracts';
import { z } from 'zod';
import type { CaseFacts } from '../facts.ts';
import { item } from '../item.ts';
import { PACKAGE } from '../stage/package-facts.ts';

const DAY_MS = 24 * 3_600_000;

/** Whole days between two moments; null where the first is not known. */
export function ageInDays(signaturesAt: string | null, at: string): number | null {
  const made = Date.parse(signaturesAt ?? '');
  return Number.isNaN(made) ? null : Math.floor((Date.parse(at) - made) / DAY_MS);
}

export const antivirus = item(
  {
    code: 'GD-4-1',
    zh: '系统环境中是否安装杀毒软件检测',
    en: 'virus scanner is installed',
    property: 'security',
    level: 'WARN',
    mode: 'AUTO',
    looksAt:
      'which scanner answers when the case closes, and the age of its signatures: from `oldDays` on it warns, from `expiredDays` on it fails',
    basis: 'DA/T 70-2018 (clause not known); the limits are ours',
    sure: 'F',
    built: 'yes',
    parameters: z.strictObject({ oldDays: z.int().positive(), expiredDays: z.int().positive() }),
    codes: {
      SCANNER_CURRENT: ['PASS', 'there is one and its signatures are new'],
      SIGNATURES_OLD: ['WARN', 'its signatures want renewing'],
      SIGNATURES_UNDATED: ['WARN', 'its signatures do not say how old they are'],
      SIGNATURES_EXPIRED: ['FAIL', 'its signatures are too old to rely on'],
      NO_SCANNER: ['FAIL', 'there is none'],
      NOT_ASKED: ['NOT_RUN', 'nobody asked'],
    },
  },
  ['case', 'package'],
  (say, { oldDays, expiredDays }) => {
    const judged = ({ scanner, at }: Pick<CaseFacts, 'scanner' | 'at'>, object: string): Finding[] => {
      if (scanner === undefined) return [say('NOT_ASKED', object, { asked: false })];
      if (scanner === null) return [say('NO_SCANNER', object, { engine: null })];
      const { engine, signaturesAt } = scanner;
      const days = ageInDays(signaturesAt, at);
      if (days === null) return [say('SIGNATURES_UNDATED', object, { engine, signaturesAt })];
      const code = days >= expiredDays ? 'SIGNATURES_EXPIRED' : days >= oldDays ? 'SIGNATURES_OLD' : 'SCANNER_CURRENT';
      return [say(code, object, { engine, signaturesAt, days })];
    };
    return { case: (facts) => judged(facts, 'case'), package: (facts) => judged(facts, PACKAGE) };
  },
);
