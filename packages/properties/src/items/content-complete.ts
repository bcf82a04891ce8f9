import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

/** Codes of the inspector that say that a part is missing (docs/formats/identification.md). */
const INCOMPLETE = new Set([
  'EMPTY',
  'TRUNCATED',
  'NO_PAGES',
  'PAGE_UNREADABLE',
  'PART_MISSING',
  'ENTRY_DAMAGED',
  'ZIP_DIRECTORY',
  'CFB_DIRECTORY',
  'CFB_DAMAGED',
  'MAIN_STREAM',
]);

export const contentComplete = item(
  {
    code: 'GD-2-7',
    zh: '内容数据完整性检测',
    en: 'content is complete',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'whether each file has a body and is whole: to its end, with all its pages and parts, as far as a reader of its format can tell',
    basis: 'DA/T 70-2018 (clause not known)',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes: {
      CONTENT_WHOLE: ['PASS', 'read to its end, nothing missing'],
      CONTENT_EMPTY: ['FAIL', 'no bytes'],
      CONTENT_INCOMPLETE: ['FAIL', 'the end, a page or a part is missing'],
      NOT_OPENED: ['NOT_RUN', 'no reader here can tell whether it is whole; see GD-3-4'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the file was not read'],
    },
  },
  ['file'],
  (say) => ({
    file: ({ files }) =>
      files.map(({ object, captured, looked }) => {
        if (!looked?.bytes || !looked.inspection) return say('NOT_LOOKED_AT', object, { recorded: captured.size });
        const { readable, problems, format, pages, inspector } = looked.inspection;
        const { size: bytes } = looked.bytes;
        if (bytes === 0) return say('CONTENT_EMPTY', object, { bytes });
        const missing = problems.filter((code) => INCOMPLETE.has(code));
        if (missing.length > 0) return say('CONTENT_INCOMPLETE', object, { problems: missing, bytes });
        const rests = { inspector, format, bytes, pages };
        return readable === 'yes' ? say('CONTENT_WHOLE', object, rests) : say('NOT_OPENED', object, rests);
      }),
  }),
);
