import { z } from 'zod';
import { Commitment, paragraph } from '../primitives.ts';
import { CaseAccepted } from './accepted.ts';
import { eventOf } from './event.ts';

const { form } = CaseAccepted.shape.data.shape.applicant.shape;

/** 申请表单更正: another application form takes the place of the one that came before it, or of one that could not be taken in or was refused. */
export const FormReplaced = eventOf(
  'case.form.replaced',
  z.strictObject({
    form,
    reference: Commitment.describe(
      'salted commitment to who applied, as this form opens it; the one of case.accepted where neither number nor salt has changed',
    ),
    reason: paragraph(500).describe('更正原因; no personal data'),
  }),
).describe(
  '申请表单更正: another application form takes the place of the earlier one, which stays in the dossier as superseded',
);
export type FormReplaced = z.infer<typeof FormReplaced>;
