import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

export const environment = item(
  {
    code: 'GD-3-6',
    zh: '软硬件环境合规性检测',
    en: 'hardware and software environment',
    property: 'usability',
    level: 'WARN',
    mode: 'EXTERNAL',
    looksAt:
      'whether software that opens the file is at hand: the inspector that opened it; order and name of the item are uncertain',
    basis:
      'DA/T 70-2018 (clause not known); GB/T 18894-2016 8.1 (software of proprietary formats is handed over with them)',
    sure: 'r',
    built: 'yes',
    parameters: NONE,
    codes: {
      SOFTWARE_AT_HAND: ['PASS', 'opened here, by the software named'],
      SOFTWARE_TO_NAME: ['NOT_RUN', 'nothing here opens this format; whoever looks at it for GD-3-4 says with what'],
      NOT_OPENED: ['NOT_RUN', 'it could not be opened at all; see GD-3-4'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the file was not read'],
    },
  },
  ['file'],
  (say) => ({
    file: ({ files }) =>
      files.map(({ object, captured, looked }) => {
        const inspection = looked?.inspection;
        if (!inspection) return say('NOT_LOOKED_AT', object, { recorded: captured.format });
        const { readable, inspector, format, puid } = inspection;
        const code = readable === 'yes' ? 'SOFTWARE_AT_HAND' : readable === 'no' ? 'NOT_OPENED' : 'SOFTWARE_TO_NAME';
        return say(code, object, { inspector, format, puid });
      }),
  }),
);
