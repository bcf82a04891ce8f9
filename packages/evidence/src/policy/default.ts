import type { EvidencePolicy } from './policy.ts';

const NIST = 'NIST IR 8547 (draft of 2024): signatures of 112 bits until 2030, all of classical mathematics until 2035';
const NATIONAL = 'GB/T 32905, GB/T 32918, GB/T 39786; no end named. The end is that of classical mathematics';
const SIGNS = ['seal', 'timestamp', 'certificate'] as const;
const until = (day: string | null, ...uses: EvidencePolicy['algorithms'][number]['uses'][number]['use'][]) =>
  uses.map((use) => ({ use, until: day }));

/** The policy a deployment starts with. It is data: an archive decides its own, and a renewal follows from the change. */
export const DEFAULT_POLICY: EvidencePolicy = {
  version: 1,
  id: 'guidang-2026',
  decided: '2026-01-01',
  leadDays: 180,
  algorithms: [
    {
      name: 'sha256',
      suite: 'international',
      uses: until(null, 'content-digest', 'hash-tree', 'timestamp-imprint'),
      source: 'FIPS 180-4',
    },
    {
      name: 'sha384',
      suite: 'international',
      uses: until(null, 'hash-tree', 'timestamp-imprint'),
      source: 'FIPS 180-4',
    },
    {
      name: 'sha512',
      suite: 'international',
      uses: until(null, 'hash-tree', 'timestamp-imprint'),
      source: 'FIPS 180-4',
    },
    {
      name: 'sm3',
      suite: 'national',
      uses: until(null, 'content-digest', 'hash-tree', 'timestamp-imprint'),
      source: NATIONAL,
    },
    { name: 'ecdsa-sha256', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'ecdsa-sha384', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'ecdsa-sha512', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'ed25519', suite: 'international', uses: until('2035-12-31', ...SIGNS, 'log', 'key'), source: NIST },
    { name: 'rsa-sha256', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'rsa-sha384', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'rsa-sha512', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'rsa-pss-sha256', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'rsa-pss-sha384', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'rsa-pss-sha512', suite: 'international', uses: until('2035-12-31', ...SIGNS), source: NIST },
    { name: 'sm2-sm3', suite: 'national', uses: until('2035-12-31', ...SIGNS), source: NATIONAL },
    { name: 'sm2', suite: 'national', uses: until('2035-12-31', 'key'), source: NATIONAL },
    { name: 'prime256v1', suite: 'international', uses: until('2035-12-31', 'key'), source: NIST },
    { name: 'secp384r1', suite: 'international', uses: until('2035-12-31', 'key'), source: NIST },
    { name: 'secp521r1', suite: 'international', uses: until('2035-12-31', 'key'), source: NIST },
    { name: 'rsa-2048', suite: 'international', uses: until('2030-12-31', 'key'), source: NIST },
    { name: 'rsa-3072', suite: 'international', uses: until('2035-12-31', 'key'), source: NIST },
    { name: 'rsa-4096', suite: 'international', uses: until('2035-12-31', 'key'), source: NIST },
  ],
  weak: [
    { name: 'md5', since: '2004-08-17', why: 'collisions are had in seconds' },
    { name: 'sha1', since: '2017-02-23', why: 'a collision has been shown' },
    { name: 'sha224', since: '2013-12-31', why: '112 bits are under what archives keep by' },
    { name: 'ripemd160', since: '2010-12-31', why: '160 bits are under what archives keep by' },
    { name: 'rsa-md5', since: '2004-08-17', why: 'certificates have been forged' },
    { name: 'rsa-sha1', since: '2017-02-23', why: 'rests on SHA-1' },
    { name: 'ecdsa-sha1', since: '2017-02-23', why: 'rests on SHA-1' },
    { name: 'dsa-sha1', since: '2017-02-23', why: 'rests on SHA-1' },
    { name: 'rsa-1024', since: '2013-12-31', why: 'within reach of factoring' },
  ],
};
