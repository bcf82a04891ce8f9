import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

export const contentFormat = item(
  {
    code: 'GD-3-3',
    zh: '内容数据格式检测',
    en: 'format of the content',
    property: 'usability',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'the format of each file by its content, never by its name, against what the scheme accepts for the item it answers; unlisted materials and countersignatures against the formats of GB/T 18894-2016 8.3',
    basis: 'GB/T 18894-2016 8.3, GB/T 33190-2016; scheme',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes: {
      FORMAT_ACCEPTED: ['PASS', 'one of the formats accepted'],
      FORMAT_NOT_ACCEPTED: ['FAIL', 'a format that is not accepted here'],
      FORMAT_UNKNOWN: ['FAIL', 'no format we know'],
      ACCEPTED_UNKNOWN: ['NOT_RUN', 'nobody says which formats are accepted'],
      NOT_LOOKED_AT: ['NOT_RUN', 'the file was not read'],
    },
  },
  ['file'],
  (say) => ({
    file: ({ files }) =>
      files.map(({ object, captured, looked, accepted }) => {
        const inspection = looked?.inspection;
        if (!inspection) return say('NOT_LOOKED_AT', object, { recorded: captured.format });
        const { format, puid } = inspection;
        if (!accepted) return say('ACCEPTED_UNKNOWN', object, { format, puid });
        if (accepted.formats.includes(format)) return say('FORMAT_ACCEPTED', object, { format, puid, by: accepted.by });
        return say(format === 'unknown' ? 'FORMAT_UNKNOWN' : 'FORMAT_NOT_ACCEPTED', object, {
          format,
          puid,
          accepted: [...accepted.formats],
          by: accepted.by,
        });
      }),
  }),
);
