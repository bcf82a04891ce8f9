import type { CapturedFile, Finding, InspectedFile } from '@guidang/contracts';
import { item, type Say } from '../item.ts';

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

function faultsOf(say: Say<Code>, object: string, captured: CapturedFile, looked: InspectedFile): Finding[] {
  const { bytes, inspection } = looked;
  if (!bytes || !inspection) return [say('NOT_LOOKED_AT', object)];
  const faults: Finding[] = [];
  if (captured.size !== bytes.size)
    faults.push(say('SIZE_DIFFERS', object, { recorded: captured.size, found: bytes.size }));
  if (captured.format !== inspection.format)
    faults.push(
      say(captured.format === 'unknown' ? 'FORMAT_NOT_RECORDED' : 'FORMAT_DIFFERS', object, {
        recorded: captured.format,
        found: inspection.format,
      }),
    );
  if (inspection.extensionAgrees === false)
    faults.push(
      say('EXTENSION_DISAGREES', object, {
        extension: extensionOf(captured.name),
        format: inspection.format,
        puid: inspection.puid,
      }),
    );
  if (captured.pages !== null && inspection.pages !== null && captured.pages !== inspection.pages)
    faults.push(say('PAGES_DIFFER', object, { announced: captured.pages, found: inspection.pages }));
  return faults;
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
    codes,
  },
  (say) => ({
    file: ({ files }) =>
      files.flatMap(({ object, captured, looked }) => {
        if (!looked) return [say('NOT_LOOKED_AT', object)];
        const faults = faultsOf(say, object, captured, looked);
        return faults.length > 0 ? faults : [say('ATTRIBUTES_AGREE', object)];
      }),
  }),
);
