import { FORM } from '../facts.ts';
import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

/**
 * 申请表单: the one object that names people. Records carry a commitment in the place of who applied; whether the form opens it is an item of our own, since no
 * item of the standard is about it.
 */
export const formOpens = item(
  {
    code: 'GD-LOCAL-FORM',
    zh: '申请表单与承诺值一致性检测',
    en: 'the application form opens the commitment of the case',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    locked: true,
    looksAt:
      'whether the form is one by its contract and of this case, and whether salt and applicant in it give the commitment that case.accepted carries',
    basis: 'ours: the commitment of case.accepted',
    sure: 'local',
    built: 'yes',
    parameters: NONE,
    codes: {
      FORM_OPENS: ['PASS', 'a form of this case, and its applicant is the one committed to'],
      FORM_NOT_VALID: ['FAIL', 'not an application form by its contract, or of another case'],
      COMMITMENT_DIFFERS: ['FAIL', 'its applicant is not the one the case was accepted for'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the form was not read'],
    },
  },
  ['file'],
  (say) => ({
    file: ({ material, form, files }) => {
      if (material !== FORM) return [];
      const object = files[0]?.object ?? `material:${FORM}`;
      if (!form) return [say('NOT_LOOKED_AT', object, { read: false })];
      const { valid, commitmentMatches, problems } = form;
      if (!valid) return [say('FORM_NOT_VALID', object, { problems: [...problems] })];
      if (commitmentMatches === null) return [say('NOT_LOOKED_AT', object, { valid, opened: false })];
      return [
        say(commitmentMatches ? 'FORM_OPENS' : 'COMMITMENT_DIFFERS', object, { valid, matches: commitmentMatches }),
      ];
    },
  }),
);
