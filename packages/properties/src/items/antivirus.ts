import { item } from '../item.ts';

const DAY_MS = 24 * 3_600_000;
/** Age of the signatures in days: from the first on it is told, from the second on they count as none. */
const OLD_DAYS = 7;
const EXPIRED_DAYS = 30;

export const antivirus = item(
  {
    code: 'GD-4-1',
    zh: '系统环境中是否安装杀毒软件检测',
    en: 'virus scanner is installed',
    property: 'security',
    level: 'WARN',
    mode: 'AUTO',
    looksAt: `which scanner answers when the case closes, and the age of its signatures: from ${OLD_DAYS} days on it warns, from ${EXPIRED_DAYS} days on it fails`,
    basis: 'standards/1 §1.4; the limits are ours',
    sure: 'F',
    built: 'yes',
    codes: {
      SCANNER_CURRENT: ['PASS', 'there is one and its signatures are new'],
      SIGNATURES_OLD: ['WARN', 'its signatures want renewing'],
      SIGNATURES_UNDATED: ['WARN', 'its signatures do not say how old they are'],
      SIGNATURES_EXPIRED: ['FAIL', 'its signatures are too old to rely on'],
      NO_SCANNER: ['FAIL', 'there is none'],
      NOT_ASKED: ['NOT_RUN', 'nobody asked'],
    },
  },
  (say) => ({
    case: ({ scanner, at }) => {
      if (scanner === undefined) return [say('NOT_ASKED', 'case')];
      if (scanner === null) return [say('NO_SCANNER', 'case')];
      const { engine, signaturesAt } = scanner;
      const made = Date.parse(signaturesAt ?? '');
      if (Number.isNaN(made)) return [say('SIGNATURES_UNDATED', 'case', { engine })];
      const days = Math.floor((Date.parse(at) - made) / DAY_MS);
      const code =
        days >= EXPIRED_DAYS ? 'SIGNATURES_EXPIRED' : days >= OLD_DAYS ? 'SIGNATURES_OLD' : 'SCANNER_CURRENT';
      return [say(code, 'case', { engine, signaturesAt, days })];
    },
  }),
);
