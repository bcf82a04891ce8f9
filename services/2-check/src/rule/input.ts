import { type CaptureLink, type CaseCaptured, type ParsedInput, parseLink, type RawRecord } from '@guidang/contracts';

/** A link of capture. A link is known by its own id. @throws Malformed */
export function parseInput(record: RawRecord): ParsedInput<CaptureLink> {
  const link = parseLink('capture', record);
  return { id: link.id, case: link.case, value: link };
}

/** The links of capture that bring something to look at. */
export type MaterialInput = Extract<
  CaptureLink,
  { type: 'CaseOpened' | 'MaterialCaptured' | 'MaterialSuperseded' | 'ResultCaptured' }
>;
export type CheckedInput = MaterialInput | CaseCaptured;

export const isClosing = (link: CaptureLink): link is CaseCaptured => link.type === 'CaseCaptured';
