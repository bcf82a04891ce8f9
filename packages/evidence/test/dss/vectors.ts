/**
 * Evidence records that the makers of EU DSS publish with their tests (ASN.1 set, dss-evidence-record-asn1), each with what it is over, and what DSS,
 * Bouncy Castle and we say of it. The records themselves are not kept here: `fetch-dss-vectors.ts` takes them from a copy of that repository.
 * DSS 6.4 and Bouncy Castle 1.87 were run on all of them. Where the three differ, `why` says so.
 */
export interface Vector {
  readonly record: string;
  /** Text of the object, or its digests in base64, or the name of a file beside the record. */
  readonly over: readonly Over[];
  /** Whether each finds the objects proven; DSS by its references and timestamps, since it has no anchors for them. */
  readonly dss: boolean;
  readonly bouncycastle: boolean;
  /** Our verdict: true, or the code of the refusal. */
  readonly ours: true | string;
  readonly why?: string;
}

export type Over = string | { readonly sha256?: string; readonly sha384?: string } | { readonly file: string };

const LATE =
  'renewed 19 months after the certificate of the token before had ended; RFC 4998 §5.3 wants it valid then, the others check hashes and signatures';
const SHA224 = 'hash trees of SHA-224: 112 bits are under what we take; the others compute it';
const group = (...digests: string[]): Over[] => digests.map((sha256) => ({ sha256 }));
const six = group(
  'EPRF0uQcTYjnF+PyR1a52z9fXpKZEAUx3d+jQAFfPos=',
  'Oida+g+rN0DmsVgqZOgAex7lYghgYcgQth4CXl5idH0=',
  'ZAiUg2B6CyVNPSiMgeaR4utRLwD3PPvMMBwXt0r3L7E=',
  'go+iO1ByVKxsnCPfTfTkZ9WYK45d52Dc7mrV1lUl6Ho=',
  'kG60U/JtBW9QHmxPX2+FH+I3q6FvtwS0G0kE1j6BT4Q=',
  'zFMwgPw86LH0Py/DPEAqMA3uqMgatCJe0UwKJxifjD8=',
);
const binary = 'odTntQ2Wk/mjGy6UhOpq36WFg3cw/iupTROl1MgcMt8=';
const pair = group('nOLX01D5QYQHQ58MoR3MEquffNsV+ezF7Kk1SCYCuHI=', '7sxNM1LA6WX9iHle39GmDFrAmzwRAMBS67auC9NDKyY=');
const good = { dss: true, bouncycastle: true, ours: true } as const;
const bad = (ours: string, why?: string) => ({ dss: false, bouncycastle: false, ours, ...(why ? { why } : {}) });
const late = { dss: true, bouncycastle: true, ours: 'RECORD_EXPIRED', why: LATE };
const sha224 = { dss: true, bouncycastle: true, ours: 'RECORD_ALGORITHM', why: SHA224 };

export const VECTORS: readonly Vector[] = [
  { record: 'er-asn1-simple.ers', over: ['1'], ...good },
  { record: 'er-asn1-simple.ers', over: ['0'], ...bad('RECORD_OBJECT') },
  {
    record: 'er-asn1-simple-invalid.ers',
    over: group('nOPX01D5QYQHQ58MoR3MEquffNsV+ezF7Kk1SCYCuHI=', '7s1NM1LA6WX9iHle39GmDFrAmzwRAMBS67auC9NDKyY='),
    ...bad('RECORD_IMPRINT'),
  },
  { record: 'er-asn1-on-tst.ers', over: [{ file: 'd-trust.tsr' }], ...good },
  { record: 'er-asn1-on-tst.ers', over: ['Test123'], ...bad('RECORD_OBJECT') },
  { record: 'er-asn1-one-level-hashtree.ers', over: ['\u0002'], ...good },
  { record: 'er-asn1-tst-renewal.ers', over: pair, ...good },
  { record: 'er-asn1-tst-renewal-invalid.ers', over: pair, ...bad('RECORD_IMPRINT') },
  {
    record: 'er-asn1-chain-renewal-invalid.ers',
    over: ['\t'],
    ...bad('TOKEN_ALGORITHM', 'we already refuse the MD5 of its tokens by name'),
  },
  {
    record: 'er-asn1-chain-renewal-duplicated-data-invalid.ers',
    over: ['\t'],
    ...bad('TOKEN_ALGORITHM', 'we already refuse the MD5 of its tokens by name'),
  },
  { record: 'er-asn1-full-renewal.ers', over: ['\u0003'], ...good },
  { record: 'er-asn1-full-renewal.ers', over: ['\u0003', '\u0001'], ...good },
  { record: 'er-asn1-full-renewal-duplicated-data.ers', over: ['\t'], ...good },
  { record: 'er-asn1-full-renewal-two-ats-chain.ers', over: ['\u0003'], ...late },
  { record: 'er-asn1-full-renewal-three-ats-chain.ers', over: ['\u0003'], ...late },
  { record: 'er-asn1-full-renewal-five-ats-chain.ers', over: ['\u0003'], ...late },
  { record: 'er-asn1-full-renewal-tst-renewal.ers', over: ['\u0003'], ...late },
  { record: 'er-asn1-full-renewal-tst-renewal-chain-renewal.ers', over: ['\u0003'], ...late },
  { record: 'evidencerecord.ers', over: [six[1]!], ...good },
  { record: 'evidencerecord.ers', over: six, ...good },
  { record: '1_0_Initial.er', over: ['123456'], ...sha224 },
  { record: '1_1_Renew_Unsorted.er', over: ['123456'], ...sha224 },
  { record: '1_2_Renew_Unsorted.er', over: ['123456'], ...sha224 },
  { record: '1_3_Renew_Unsorted.er', over: ['123456'], ...sha224 },
  { record: 'BIN-1_ER.ers', over: [{ file: 'BIN-1.bin' }], ...good },
  { record: 'BIN-1_ER.ers', over: group(binary, '2Eg+KWYIINZGWWKP1rUlW4zrtlKk5Ws2VEVJA6fSSgQ='), ...good },
  {
    record: 'BIN-1_ER.ers',
    over: group(binary, 't+btFtQajsHkMsByflnnYdSUwKbYnlRhV4rVJsoiw2o='),
    ...bad('RECORD_OBJECT'),
  },
  { record: 'BIN-1_ER_malformed.ers', over: [{ file: 'BIN-1.bin' }], ...bad('RECORD_FORMAT') },
  { record: 'BIN-2_ER.ers', over: [{ file: 'BIN-2.bin' }], ...good },
  { record: 'BIN-3_ER.ers', over: [{ file: 'BIN-3.bin' }], ...good },
  { record: 'BIN-4_ER.ers', over: [{ file: 'BIN-4.bin' }], ...good },
  {
    record: 'ER-2Chains3ATS.ers',
    over: ['content of data object DO-01', 'content of data object DO-02'],
    dss: true,
    bouncycastle: false,
    ours: true,
    why: 'a list above the first holds three digests: RFC 4998 §4.3 hashes all of them together with the hash from below, Bouncy Castle hashes the list by itself first',
  },
  {
    record: 'LKSG_4.ers',
    over: [
      {
        sha256: 'SMP/0kaannOThgfDF1Dly2qUG2Zbj5YMyNLSRZHWkO0=',
        sha384: 'EfWPNqRRVrdEffJtLzF/l13oPz9qGQ5IR/sbRZxglqIzS95wy128Yi/KBEGKaIIX',
      },
    ],
    dss: true,
    bouncycastle: false,
    ours: true,
    why: 'its second chain is of SHA-384, and Bouncy Castle takes one digest of an object',
  },
  {
    record: 'bsi_gov_vte-lza_002.ers',
    over: [{ file: 'bsi_gov_vte-lza_002.bin' }],
    ...bad('RECORD_OBJECT', 'the file beside it is not what it is over'),
  },
];
