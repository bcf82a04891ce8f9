import {
  CaseNumber,
  Commitment,
  ContentName,
  FondsNumber,
  isUscc,
  MatterCode,
  Retention,
  Sm3,
  Time,
} from '@guidang/contracts';

const by =
  (contract: { safeParse(text: unknown): { success: boolean } }) =>
  (text: string): boolean =>
    contract.safeParse(text).success;
const like =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

/** Whether a text is of a form, by the name that the metadata definition gives it. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'case-number': by(CaseNumber),
  'matter-code': by(MatterCode),
  uscc: isUscc,
  fonds: by(FondsNumber),
  region: like(/^\d{6}(\d{3}){0,2}$/),
  commitment: by(Commitment),
  time: by(Time),
  retention: by(Retention),
  identifier: like(/^[A-Za-z0-9._-]+$/),
  family: like(/^[a-z0-9-]{1,40}$/),
  content: by(ContentName),
  sm3: by(Sm3),
};
