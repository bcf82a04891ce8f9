/** Who is who in the laboratory. Nothing here exists outside it: the names say so, and the OID is of the private branch 2.25 (ITU-T X.667). */
const house = { C: 'CN', O: '归档实验室 Guidang Lab' } as const;

export const CA_NAME = { ...house, CN: 'Guidang Lab Root CA' } as const;
export const TSA_NAME = { ...house, CN: 'Guidang Lab Time-Stamping Authority' } as const;
export const SEAL_NAME = { ...house, CN: 'Guidang Lab Archive Seal' } as const;

/** Name of the notary's log: its origin and its key name. */
export const LOG_ORIGIN = 'guidang.example/log';
/** Key names of the witnesses, each another party, and what their files are called; and how many of them must have seen a checkpoint. */
export const WITNESSES = [
  { name: 'witness.guidang.example/w1', file: 'witness' },
  { name: 'witness.guidang.example/w2', file: 'witness-2' },
  { name: 'witness.guidang.example/w3', file: 'witness-3' },
] as const;
export const WITNESS_QUORUM = 2;

/** Policy under which the laboratory's authority stamps. */
export const TSA_POLICY = '2.25.184630217529317904318470553016489241203.1';

export interface DistinguishedName {
  readonly C: string;
  readonly O: string;
  readonly CN: string;
}
