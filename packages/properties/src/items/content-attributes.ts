import type { CapturedFile, Finding, InspectedFile } from '@guidang/contracts';
import { item, type Say } from '../item.ts';
import { NONE } from '../parameters.ts';

const codes = {
  ATTRIBUTES_AGREE: ['PASS', 'size, format and name are those of the file'],
  SIZE_DIFFERS: ['FAIL', 'the size recorded is not that of the file (M49)'],
  FORMAT_DIFFERS: ['FAIL', 'the format recorded is not the one found (M47)'],
  EXTENSION_DISAGREES: ['FAIL', 'the extension of the file name (M48) is not one of its format'],
  FORMAT_NOT_RECORDED: ['WARN', 'a format was found and none is recorded'],
  PAGES_DIFFER: ['WARN', 'the number of pages announced is not the one found (M43)'],
  NOT_LOOKED_AT: ['NOT_RUN', 'the file was not opened'],
} as const;
type Code = keyof typeof codes;

/** The extension as far as it is one: letters and digits. A name may hold more than that, and never stands in evidence. */
const extensionOf = (name: string): string | null => /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? null;

function judged(say: Say<Code>, object: string, captured: CapturedFile, looked: InspectedFile | null): Finding[] {
  const { bytes, inspection } = looked ?? { bytes: null, inspection: null };
  if (!bytes || !inspection) return [say('NOT_LOOKED_AT', object, { recorded: captured.size })];
  const { format, puid, pages, extensionAgrees } = inspection;
  const faults: Finding[] = [];
  if (captured.size !== bytes.size)
    faults.push(say('SIZE_DIFFERS', object, { recorded: captured.size, found: bytes.size }));
  if (captured.format !== format)
    faults.push(
      say(captured.format === 'unknown' ? 'FORMAT_NOT_RECORDED' : 'FORMAT_DIFFERS', object, {
        recorded: captured.format,
        found: format,
      }),
    );
  if (extensionAgrees === false)
    faults.push(say('EXTENSION_DISAGREES', object, { extension: extensionOf(captured.name), format, puid }));
  if (captured.pages !== null && pages !== null && captured.pages !== pages)
    faults.push(say('PAGES_DIFFER', object, { announced: captured.pages, found: pages }));
  if (faults.length > 0) return faults;
  return [say('ATTRIBUTES_AGREE', object, { bytes: bytes.size, format, extension: extensionOf(captured.name), pages })];
}

export const contentAttributes = item(
  {
    code: 'GD-1-10',
    zh: '内容数据的电子属性一致性检测',
    en: 'electronic attributes agree with the content',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'size, format and pages of each file, and the extension of its name, against the file itself. Creation time is not compared: it is not captured.',
    basis: 'DA/T 46-2009 M43, M47–M49',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes,
  },
  ['file'],
  (say) => ({
    file: ({ files }) => files.flatMap(({ object, captured, looked }) => judged(say, object, captured, looked)),
  }),
);
