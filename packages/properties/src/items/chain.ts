import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

export const numbering = item(
  {
    code: 'GD-2-6',
    zh: '连续性元数据项检测',
    en: 'numbering is continuous',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    locked: true,
    looksAt:
      'the numbers (seq) of the links of capture from 0 to the closing: none left out, none twice. 档号 and 件内顺序号 are given by package and judged where the package is received.',
    basis: 'DA/T 70-2018 (clause not known); ours: the chain of links',
    sure: 'F',
    built: 'part',
    parameters: NONE,
    codes: {
      NUMBERING_CONTINUOUS: ['PASS', 'numbered from 0 to the closing without a gap'],
      NUMBERING_GAP: ['FAIL', 'a number is left out or stands twice'],
      CHAIN_NOT_READ: ['NOT_RUN', 'the chain could not be followed to its end; see GD-LOCAL-CHAIN'],
    },
  },
  ['case'],
  (say) => ({
    case: ({ captured }) => {
      if (!captured) return [say('CHAIN_NOT_READ', 'case', { fault: 'NOT_READ' })];
      const { fault, line, links } = captured;
      if (fault === 'GAP') return [say('NUMBERING_GAP', 'case', { line, links })];
      if (fault !== null) return [say('CHAIN_NOT_READ', 'case', { fault, line })];
      return [say('NUMBERING_CONTINUOUS', 'case', { links })];
    },
  }),
);

export const chainWhole = item(
  {
    code: 'GD-LOCAL-CHAIN',
    zh: '链节完整性检测',
    en: 'the chain of the case is whole',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    locked: true,
    looksAt:
      'the object that holds the links of capture: each names the one before it by the digest of its bytes, all are of this case, and the last is the one that the closing names',
    basis: 'ours: the standard knows no chain',
    sure: 'local',
    built: 'yes',
    parameters: NONE,
    codes: {
      CHAIN_WHOLE: ['PASS', 'from the first link to the closing'],
      CHAIN_BROKEN: ['FAIL', 'it is not there, not what its name says, or does not hold together'],
      NUMBERING_BROKEN: ['NOT_RUN', 'not followed beyond a gap in the numbering; see GD-2-6'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read it'],
    },
  },
  ['case'],
  (say) => ({
    case: ({ captured }) => {
      if (!captured) return [say('NOT_LOOKED_AT', 'case', { fault: 'NOT_READ' })];
      const { fault, line, links } = captured;
      if (fault === null) return [say('CHAIN_WHOLE', 'case', { links })];
      return [say(fault === 'GAP' ? 'NUMBERING_BROKEN' : 'CHAIN_BROKEN', 'case', { fault, line, links })];
    },
  }),
);
