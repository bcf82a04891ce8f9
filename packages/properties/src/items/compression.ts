import type { Finding, InspectedFile } from '@guidang/contracts';
import { z } from 'zod';
import { item, type Say } from '../item.ts';

const codes = {
  OPEN: ['PASS', 'neither encrypted nor compressed in a way that is not open; nothing active found'],
  ENCRYPTED: ['FAIL', 'encrypted, or needs a password'],
  COMPRESSION_NOT_OPEN: ['FAIL', 'compressed by a method that is not open'],
  COMPRESSION_BOMB: ['FAIL', 'unpacks to far more than its size, or nests archives too deep'],
  UNSAFE_ENTRY: ['FAIL', 'an archive whose entries climb out of it or are links'],
  ACTIVE_CONTENT: ['WARN', 'scripts, macros, embedded files or actions'],
  POLYGLOT: ['FAIL', 'the same bytes open as another format as well'],
  ENTITIES: ['FAIL', 'XML that reaches out of itself, or grows when it is read'],
  COMPRESSION_HIGH: ['WARN', 'an archive that saves more than nine tenths'],
  HIDDEN_BYTES: ['WARN', 'something lies behind the end of the file'],
  NOT_LOOKED_INTO: ['NOT_RUN', 'no reader here looks into this format'],
  NOT_LOOKED_AT: ['NOT_RUN', 'the file was not read'],
} as const;
type Code = keyof typeof codes;

/** Codes of the inspector by what they mean here (docs/formats/identification.md). */
const MEANS: Readonly<Partial<Record<Code, readonly string[]>>> = {
  ENCRYPTED: ['PASSWORD', 'ENCRYPTED', 'ENTRY_ENCRYPTED'],
  COMPRESSION_NOT_OPEN: ['ENTRY_METHOD'],
  COMPRESSION_BOMB: ['ARCHIVE_BOMB', 'ARCHIVE_DEPTH', 'PACKED_TWICE'],
  UNSAFE_ENTRY: ['ENTRY_NAME', 'ENTRY_SYMLINK'],
  ACTIVE_CONTENT: [
    'JAVASCRIPT',
    'LAUNCH_ACTION',
    'RICH_MEDIA',
    'XFA_FORM',
    'EMBEDDED_FILE',
    'NAME_ESCAPED',
    'MACRO',
    'ACTIVE_CONTENT',
    'SCRIPT',
  ],
};
/** What files hide, told under rules that ask for it (`hidden`): cases that were checked before are judged as they were. */
const HIDDEN: typeof MEANS = {
  POLYGLOT: ['POLYGLOT'],
  ENTITIES: ['XML_ENTITIES'],
  COMPRESSION_HIGH: ['ARCHIVE_RATIO'],
  HIDDEN_BYTES: ['TRAILING_DATA'],
};

/** Containers whose compression only their maker may implement. */
const NOT_OPEN = new Set(['rar']);

function faultsOf(
  say: Say<Code>,
  object: string,
  { format, encrypted, problems }: Inspection,
  hidden: boolean,
): Finding[] {
  const faults = Object.entries(hidden ? { ...MEANS, ...HIDDEN } : MEANS).flatMap(([code, meaning]) => {
    const found = problems.filter((problem) => meaning.includes(problem));
    const said = code === 'ENCRYPTED' && encrypted;
    return found.length > 0 || said ? [say(code as Code, object, { format, encrypted, problems: found })] : [];
  });
  if (NOT_OPEN.has(format)) faults.push(say('COMPRESSION_NOT_OPEN', object, { format, encrypted, problems: [] }));
  return faults;
}
type Inspection = NonNullable<InspectedFile['inspection']>;

export const compression = item(
  {
    code: 'GD-3-8',
    zh: '信息包中包含的内容数据格式合规性检测',
    en: 'compliance of the content in the package',
    property: 'usability',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'of each file whether it is encrypted, compressed by a method that is not open, a compression bomb, or holds active content. With `hidden` (from dat70@3 on) also whether it is of two formats at once, whether its XML reaches out or grows, how far it is packed, and what lies behind its end. The package itself is judged where it is received.',
    basis: 'DA/T 92-2022 8.1.3; compression bomb: ours',
    sure: 'F',
    built: 'yes',
    parameters: z.strictObject({ hidden: z.literal(true).optional() }),
    codes,
  },
  ['file'],
  (say, { hidden = false }) => ({
    file: ({ files }) =>
      files.flatMap(({ object, captured, looked }) => {
        const inspection = looked?.inspection;
        if (!inspection) return [say('NOT_LOOKED_AT', object, { recorded: captured.format })];
        const faults = faultsOf(say, object, inspection, hidden);
        if (faults.length > 0) return faults;
        const { inspector, format, encrypted, readable } = inspection;
        return [say(readable === 'not-looked' ? 'NOT_LOOKED_INTO' : 'OPEN', object, { inspector, format, encrypted })];
      }),
  }),
);
