import { sha256Hex } from '@guidang/evidence';
import { z } from 'zod';
import { item } from '../item.ts';

/** Whether a case is among those drawn: by its number alone, so that anybody draws the same ones. */
const isDrawn = (caseNumber: string, oneIn: number): boolean =>
  oneIn > 0 && Number.parseInt(sha256Hex(`GD-4-7 ${caseNumber}`).slice(0, 8), 16) % oneIn === 0;

export const processSafety = item(
  {
    code: 'GD-4-7',
    zh: '操作过程安全性检测',
    en: 'safety of the procedure',
    property: 'security',
    level: 'WARN',
    mode: 'MANUAL',
    looksAt:
      'whether the procedure was followed: permissions, log, network. People judge it, on a sample (抽检): one case in `oneIn`, drawn by its number, with what the log says as evidence; 0 draws none',
    basis: 'DA/T 70-2018 (clause not known)',
    sure: 'F',
    built: 'yes',
    parameters: z.strictObject({ oneIn: z.int().nonnegative() }),
    codes: {
      DRAWN_FOR_REVIEW: ['MANUAL_REVIEW', 'drawn: somebody looks at the procedure with the log before them'],
      NOT_DRAWN: ['NOT_RUN', 'not among those drawn'],
    },
  },
  ['case'],
  (say, { oneIn }) => ({
    case: ({ captured, dossier: { head, steps } }) => {
      const unnamed = steps.filter(({ person, unit }) => !person?.id || !unit?.uscc).length;
      const chain = captured === null ? 'not read' : (captured.fault ?? 'whole');
      return [
        say(isDrawn(head.case, oneIn) ? 'DRAWN_FOR_REVIEW' : 'NOT_DRAWN', 'case', {
          oneIn,
          chain,
          steps: steps.length,
          unnamed,
        }),
      ];
    },
  }),
);
