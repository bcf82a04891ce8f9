import { item } from '../item.ts';

export const numbering = item(
  {
    code: 'GD-2-6',
    zh: '连续性元数据项检测',
    en: 'numbering is continuous',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'the numbers (seq) of the links of capture from 0 to the closing: none left out, none twice. 档号 and 件内顺序号 are given by package and judged there.',
    basis: 'standards/1 §1.4; chain.md',
    sure: 'F',
    built: 'part',
    codes: {
      NUMBERING_CONTINUOUS: ['PASS', 'numbered from 0 to the closing without a gap'],
      NUMBERING_GAP: ['FAIL', 'a number is left out or stands twice'],
      CHAIN_NOT_READ: ['NOT_RUN', 'the chain could not be followed to its end; see GD-LOCAL-CHAIN'],
    },
  },
  (say) => ({
    case: ({ captured }) => {
      if (captured?.fault === 'GAP') return [say('NUMBERING_GAP', 'case', { line: captured.line })];
      if (!captured || captured.fault !== null) return [say('CHAIN_NOT_READ', 'case')];
      return [say('NUMBERING_CONTINUOUS', 'case', { links: captured.links })];
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
    looksAt:
      'the object that holds the links of capture: each names the one before it by the digest of its bytes, all are of this case, and the last is the one that the closing names',
    basis: 'ours: the standard knows no chain',
    sure: 'local',
    built: 'yes',
    codes: {
      CHAIN_WHOLE: ['PASS', 'from the first link to the closing'],
      CHAIN_BROKEN: ['FAIL', 'it is not there, not what its name says, or does not hold together'],
      NUMBERING_BROKEN: ['NOT_RUN', 'not followed beyond a gap in the numbering; see GD-2-6'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read it'],
    },
  },
  (say) => ({
    case: ({ captured }) => {
      if (!captured) return [say('NOT_LOOKED_AT', 'case')];
      const { fault, line, links } = captured;
      if (fault === null) return [say('CHAIN_WHOLE', 'case', { links })];
      return [fault === 'GAP' ? say('NUMBERING_BROKEN', 'case') : say('CHAIN_BROKEN', 'case', { fault, line })];
    },
  }),
);
