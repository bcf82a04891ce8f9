import { brief } from '../evidence.ts';
import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

export const readability = item(
  {
    code: 'GD-3-4',
    zh: '内容数据的可读性检测',
    en: 'content can be read',
    property: 'usability',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'whether a reader that knows the format opened each file and read it to its end (docs/formats/identification.md says what that means for each format)',
    basis: 'DA/T 70-2018 (clause not known); render test in the place of opening by eye',
    sure: 'r',
    built: 'yes',
    parameters: NONE,
    codes: {
      READABLE: ['PASS', 'opened and read to its end'],
      UNREADABLE: ['FAIL', 'it could not be opened or read'],
      NOT_OPENED: ['MANUAL_REVIEW', 'no reader here knows it, or a limit was met: somebody has to open it'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the file was not read'],
    },
  },
  ['file'],
  (say) => ({
    file: ({ files }) =>
      files.map(({ object, captured, looked }) => {
        const inspection = looked?.inspection;
        if (!inspection) return say('NOT_LOOKED_AT', object, { recorded: captured.format });
        const { readable, format, puid, pages, problems, inspector } = inspection;
        if (readable === 'yes') return say('READABLE', object, { inspector, format, puid, pages });
        return say(readable === 'no' ? 'UNREADABLE' : 'NOT_OPENED', object, {
          content: brief(captured.content),
          inspector,
          format,
          problems,
        });
      }),
  }),
);
