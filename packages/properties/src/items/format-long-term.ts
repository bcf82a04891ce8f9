import { z } from 'zod';
import { item } from '../item.ts';

export const formatLongTerm = item(
  {
    code: 'GD-3-5',
    zh: '内容数据格式长期可用性检测',
    en: 'format stays usable in the long term',
    property: 'usability',
    level: 'WARN',
    mode: 'AUTO',
    looksAt:
      'whether each file is of a format that is openly specified and independent of its maker (`sustained`); order and name of the item are uncertain',
    basis: 'GB/T 18894-2016 8.3, DA/T 47-2009 (recalled); the list is ours',
    sure: 'r',
    built: 'yes',
    parameters: z.strictObject({ sustained: z.array(z.string()).min(1) }),
    codes: {
      FORMAT_SUSTAINED: ['PASS', 'an open format that many can read'],
      FORMAT_AT_RISK: ['WARN', 'a format of one maker, or one that is going out of use: it will want converting'],
      FORMAT_UNKNOWN: ['NOT_RUN', 'no format we know; see GD-3-3'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the file was not read'],
    },
  },
  ['file'],
  (say, { sustained }) => ({
    file: ({ files }) =>
      files.map(({ object, captured, looked }) => {
        const inspection = looked?.inspection;
        if (!inspection) return say('NOT_LOOKED_AT', object, { recorded: captured.format });
        const { format, puid } = inspection;
        if (format === 'unknown') return say('FORMAT_UNKNOWN', object, { format, puid });
        return say(sustained.includes(format) ? 'FORMAT_SUSTAINED' : 'FORMAT_AT_RISK', object, { format, puid });
      }),
  }),
);
