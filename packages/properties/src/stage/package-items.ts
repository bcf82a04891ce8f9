import type { Finding } from '@guidang/contracts';
import { brief, firstOf } from '../evidence.ts';
import { type Item, item, type Property, type Say } from '../item.ts';
import { NONE } from '../parameters.ts';
import type { Called } from './mirrored.ts';
import type { PackageFacts } from './package-facts.ts';
import { PACKAGE } from './package-facts.ts';

type Codes = Readonly<Record<string, readonly [Finding['outcome'], string]>>;
type Judge<C extends Codes> = (facts: PackageFacts, say: Say<keyof C & string>) => Finding[];

/** An item on a package as a whole, and what it is called at a stage. */
const ofPackage =
  <C extends Codes>(
    about: { property: Property; looksAt: string; basis: string; level?: Item['level']; mode?: Item['mode']; codes: C },
    judge: Judge<C>,
  ) =>
  ({ level, ...called }: Called): Item =>
    item(
      {
        ...{ level: about.level ?? 'BLOCK', mode: about.mode ?? 'AUTO', built: 'yes' as const, parameters: NONE },
        ...about,
        ...called,
        ...(level && { level }),
      },
      ['package'],
      (say) => ({ package: (facts) => judge(facts, say as Say<keyof C & string>) }),
    );

const STANDARD = 'DA/T 70-2018 (clause not known)';

const SEAL_CODES = {
  verified: 'SEAL_VERIFIED',
  broken: 'SEAL_BROKEN',
  'not-trusted': 'SEAL_NOT_TRUSTED',
  none: 'SEAL_NONE',
} as const;

/** 固化信息: signatures, seals and timestamps carried by the package. Whom to trust is known by people and anchors, not by the package. */
export const seals = ofPackage(
  {
    property: 'authenticity',
    looksAt: 'signatures, seals, timestamps and evidence records of the package, against the anchors configured here',
    basis: STANDARD,
    codes: {
      SEAL_VERIFIED: ['PASS', 'every seal holds, and leads to an anchor trusted here'],
      SEAL_BROKEN: ['FAIL', 'a seal does not hold'],
      SEAL_NOT_TRUSTED: ['MANUAL_REVIEW', 'the seals hold, and nobody here trusts whoever made them: a person says'],
      SEAL_NONE: ['MANUAL_REVIEW', 'the package carries no seal: a person says by what its origin is known'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody looked'],
    },
  },
  ({ seal }, say) => {
    const code = seal === null ? 'NOT_LOOKED_AT' : SEAL_CODES[seal];
    return [say(code, PACKAGE, { seal })];
  },
);

export const referenceCodes = ofPackage(
  {
    property: 'authenticity',
    looksAt: 'the 档号 of every item against the rule it is built by',
    basis: 'DA/T 13-2022',
    codes: {
      CODES_FIT: ['PASS', 'every item has a 档号 by the rule'],
      CODE_MISSING: ['FAIL', 'an item has none'],
      CODE_NOT_BY_RULE: ['FAIL', 'a 档号 that is not built by the rule'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read the metadata'],
    },
  },
  ({ referenceCodes: codes }, say) => {
    if (codes === null) return [say('NOT_LOOKED_AT', PACKAGE, { items: null })];
    const missing = codes.filter(({ code }) => code === null).length;
    const wrong = codes.filter(({ code, faults }) => code !== null && faults.length > 0);
    const said = [
      ...(missing > 0 || codes.length === 0
        ? [say('CODE_MISSING', PACKAGE, { count: missing, items: codes.length })]
        : []),
      ...(wrong.length > 0
        ? [
            say('CODE_NOT_BY_RULE', PACKAGE, {
              count: wrong.length,
              faults: firstOf([...new Set(wrong.flatMap(({ faults }) => faults))]),
            }),
          ]
        : []),
    ];
    return said.length > 0 ? said : [say('CODES_FIT', PACKAGE, { items: codes.length })];
  },
);

export const codesTwice = ofPackage(
  {
    property: 'authenticity',
    looksAt: 'the 档号 of the items of the package, of which none may stand twice',
    basis: STANDARD,
    codes: {
      NO_DUPLICATES: ['PASS', 'none stands twice'],
      CODE_TWICE: ['FAIL', 'one stands twice'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read the metadata'],
    },
  },
  ({ referenceCodes: codes }, say) => {
    if (codes === null) return [say('NOT_LOOKED_AT', PACKAGE, { items: null })];
    const given = codes.flatMap(({ code }) => code ?? []);
    const twice = [...new Set(given.filter((code, i) => given.indexOf(code) !== i))];
    return twice.length > 0
      ? [say('CODE_TWICE', PACKAGE, { count: twice.length, codes: firstOf(twice) })]
      : [say('NO_DUPLICATES', PACKAGE, { items: given.length })];
  },
);

export const pointed = ofPackage(
  {
    property: 'authenticity',
    looksAt: 'every place that the metadata names, and whether a file lies there',
    basis: STANDARD,
    codes: {
      CONTENT_FOUND: ['PASS', 'a file lies at every place that the metadata names'],
      CONTENT_MISSING: ['FAIL', 'there is no file at a place that the metadata names'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read the metadata'],
    },
  },
  ({ links }, say) => {
    if (links === null) return [say('NOT_LOOKED_AT', PACKAGE, { links: null })];
    const gone = links.filter(({ there }) => !there).map(({ path }) => path);
    return gone.length > 0
      ? [say('CONTENT_MISSING', PACKAGE, { count: gone.length, places: firstOf(gone) })]
      : [say('CONTENT_FOUND', PACKAGE, { links: links.length })];
  },
);

export const documents = ofPackage(
  {
    property: 'authenticity',
    looksAt: '说明文件 and 目录文件 of the package: whether they are there and can be read as what they are',
    basis: STANDARD,
    codes: {
      DOCUMENTS_FIT: ['PASS', 'both are there and are what they have to be'],
      DOCUMENT_MISSING: ['FAIL', 'one of them is not there'],
      DOCUMENT_FAULTY: ['FAIL', 'one of them cannot be read as what it is'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody looked'],
    },
  },
  ({ documents: found }, say) => {
    if (found === null) return [say('NOT_LOOKED_AT', PACKAGE, { readme: null })];
    const { readme, catalogue } = found;
    const of = (state: string): boolean => readme === state || catalogue === state;
    const said = [
      ...(of('missing') ? [say('DOCUMENT_MISSING', PACKAGE, { readme, catalogue })] : []),
      ...(of('faulty') ? [say('DOCUMENT_FAULTY', PACKAGE, { readme, catalogue })] : []),
    ];
    return said.length > 0 ? said : [say('DOCUMENTS_FIT', PACKAGE, { readme, catalogue })];
  },
);

export const layout = ofPackage(
  {
    property: 'authenticity',
    looksAt:
      'folders and files of the package against the profile it follows; paths that climb out of it, links, names that differ in case or composition alone',
    basis: STANDARD,
    codes: {
      LAYOUT_FITS: ['PASS', 'laid out as its profile says'],
      LAYOUT_MISSING: ['FAIL', 'something that the profile asks for is not there'],
      LAYOUT_UNEXPECTED: ['WARN', 'something that the profile does not know'],
      UNSAFE_ENTRY: ['FAIL', 'paths that climb out of it, links, or names that fall together'],
      NOT_LOOKED_AT: ['NOT_RUN', 'it follows no profile known here'],
    },
  },
  ({ layout: found }, say) => {
    if (found === null) return [say('NOT_LOOKED_AT', PACKAGE, { profile: null })];
    const { profile, missing, unexpected, unsafe } = found;
    const told = (code: 'LAYOUT_MISSING' | 'LAYOUT_UNEXPECTED' | 'UNSAFE_ENTRY', places: readonly string[]) =>
      places.length > 0 ? [say(code, PACKAGE, { profile, count: places.length, places: firstOf(places) })] : [];
    const said = [
      ...told('LAYOUT_MISSING', missing),
      ...told('UNSAFE_ENTRY', unsafe),
      ...told('LAYOUT_UNEXPECTED', unexpected),
    ];
    return said.length > 0 ? said : [say('LAYOUT_FITS', PACKAGE, { profile })];
  },
);

/** 传输前后一致. Without a digest from before nobody can tell, and a person says whether that is enough. */
export const consistency = ofPackage(
  {
    property: 'authenticity',
    looksAt: 'SHA-256 of the package against that from before it was sent, or from when it was put into the store',
    basis: STANDARD,
    codes: {
      PACKAGE_UNCHANGED: ['PASS', 'the same digest as before'],
      PACKAGE_CHANGED: ['FAIL', 'another digest than before'],
      DIGEST_NOT_STATED: ['MANUAL_REVIEW', 'nobody stated a digest: a person says whether it came as it was sent'],
    },
  },
  ({ stated, found }, say) => {
    const said = stated?.digest ?? null;
    if (said === null) return [say('DIGEST_NOT_STATED', PACKAGE, { found: brief(found.digest) })];
    const code = said === found.digest ? 'PACKAGE_UNCHANGED' : 'PACKAGE_CHANGED';
    return [say(code, PACKAGE, { stated: brief(said), found: brief(found.digest) })];
  },
);

/** A number that was stated, against the one found. */
const counted = (
  what: 'items' | 'bytes' | 'files',
  looksAt: string,
  [agree, differ]: readonly [string, string],
): ((called: Called) => Item) =>
  ofPackage(
    {
      property: 'integrity',
      looksAt,
      basis: STANDARD,
      codes: {
        [agree]: ['PASS', 'the number that was stated'],
        [differ]: ['FAIL', 'another number than was stated'],
        NOT_STATED: ['MANUAL_REVIEW', 'nobody stated a number: a person counts'],
      } as Codes,
    },
    ({ stated, found }, say) => {
      const said = stated?.[what] ?? null;
      if (said === null) return [say('NOT_STATED', PACKAGE, { found: found[what] })];
      return [say(said === found[what] ? agree : differ, PACKAGE, { stated: said, found: found[what] })];
    },
  );

export const totalItems = counted('items', 'items received against the number in the hand-over list (移交清单)', [
  'ITEMS_AGREE',
  'ITEMS_DIFFER',
]);
export const totalBytes = counted('bytes', 'bytes received against the number in the hand-over list', [
  'BYTES_AGREE',
  'BYTES_DIFFER',
]);
export const totalFiles = counted('files', 'content files in the package against the number its metadata states', [
  'FILES_AGREE',
  'FILES_DIFFER',
]);

export const series = ofPackage(
  {
    property: 'integrity',
    looksAt: '件内顺序号 and other numbers in a row: none left out, none twice, from the first on',
    basis: `${STANDARD}; DA/T 22-2015`,
    codes: {
      NUMBERING_CONTINUOUS: ['PASS', 'every row is without a gap'],
      NUMBERING_GAP: ['FAIL', 'a number is left out or stands twice'],
      NO_SERIES: ['NOT_APPLICABLE', 'nothing is numbered in a row'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read the metadata'],
    },
  },
  ({ series: rows }, say) => {
    if (rows === null) return [say('NOT_LOOKED_AT', PACKAGE, { series: null })];
    if (rows.length === 0) return [say('NO_SERIES', PACKAGE, { series: 0 })];
    const broken = rows.filter(({ first, numbers }) =>
      [...numbers].sort((a, b) => a - b).some((n, i) => n !== first + i),
    );
    return broken.length > 0
      ? [say('NUMBERING_GAP', PACKAGE, { count: broken.length, series: firstOf(broken.map(({ name }) => name)) })]
      : [say('NUMBERING_CONTINUOUS', PACKAGE, { series: rows.length })];
  },
);

export const metadataReadable = ofPackage(
  {
    property: 'usability',
    looksAt: 'whether the metadata files of the package parse and hold what their profile says',
    basis: STANDARD,
    codes: {
      METADATA_READABLE: ['PASS', 'read'],
      METADATA_UNREADABLE: ['FAIL', 'a metadata file is not well formed, or not of its profile'],
      NOT_LOOKED_AT: ['NOT_RUN', 'there is none that anybody here can read'],
    },
  },
  ({ metadata, metadataFiles }, say) => {
    if (metadata === null) return [say('NOT_LOOKED_AT', PACKAGE, { values: null })];
    const { faults, values } = metadata;
    const looked = metadataFiles ? { files: metadataFiles.files } : { values: values.length };
    return faults.length > 0
      ? [say('METADATA_UNREADABLE', PACKAGE, { count: faults.length, faults: firstOf(faults) })]
      : [say('METADATA_READABLE', PACKAGE, looked)];
  },
);

/** 信息包元数据: whether every file of metadata that its profile wants is there and says what it has to; what is in them is judged by the items of metadata. */
export const metadataWhole = ofPackage(
  {
    property: 'integrity',
    looksAt:
      'the files of metadata that the profile of the package wants: whether each is there, and says all of what it has to',
    basis: `${STANDARD}; DA/T 48-2009 annex C for EEP`,
    codes: {
      METADATA_WHOLE: ['PASS', 'every file of metadata is there and whole'],
      METADATA_LACKING: ['FAIL', 'one is not there, or does not say what it has to'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody read the metadata'],
    },
  },
  ({ metadataFiles }, say) => {
    if (!metadataFiles) return [say('NOT_LOOKED_AT', PACKAGE, { files: null })];
    const { files, lacking } = metadataFiles;
    return lacking.length > 0
      ? [say('METADATA_LACKING', PACKAGE, { count: lacking.length, lacking: firstOf(lacking) })]
      : [say('METADATA_WHOLE', PACKAGE, { files })];
  },
);

const BOMB = new Set(['ARCHIVE_BOMB', 'ARCHIVE_DEPTH']);

/** How the package itself is packed; its files are judged beside it (GD-3-8 on each of them). */
export const packing = ofPackage(
  {
    property: 'usability',
    looksAt:
      'how the package itself is packed: encrypted, by a method that is not open, or a compression bomb (more than 90 %)',
    basis: 'DA/T 92-2022 8.1.3; compression bomb: ours',
    codes: {
      PACKING_OPEN: ['PASS', 'packed in an open way, and unpacks to what it says'],
      ENCRYPTED: ['FAIL', 'encrypted, or needs a password'],
      COMPRESSION_NOT_OPEN: ['FAIL', 'packed by a method that is not open'],
      COMPRESSION_BOMB: ['FAIL', 'unpacks to far more than its size, or nests archives too deep'],
      NOT_LOOKED_INTO: ['NOT_RUN', 'nobody looked into it'],
    },
  },
  ({ packing: found }, say) => {
    if (found === null) return [say('NOT_LOOKED_INTO', PACKAGE, { problems: null })];
    const problems = [...found.problems];
    const encrypted = found.encrypted || problems.includes('ENTRY_ENCRYPTED');
    const said = [
      ...(encrypted ? [say('ENCRYPTED', PACKAGE, { problems })] : []),
      ...(problems.includes('ENTRY_METHOD') ? [say('COMPRESSION_NOT_OPEN', PACKAGE, { problems })] : []),
      ...(problems.some((one) => BOMB.has(one)) ? [say('COMPRESSION_BOMB', PACKAGE, { problems })] : []),
    ];
    return said.length > 0 ? said : [say('PACKING_OPEN', PACKAGE, { problems })];
  },
);

/** What only people can tell of a carrier; over the network there is none. */
export const carrier = (looksAt: string) =>
  ofPackage(
    {
      ...{ property: 'security', looksAt, basis: `${STANDARD}; DA/T 38`, level: 'WARN', mode: 'MANUAL' },
      codes: {
        CARRIER_TO_LOOK_AT: ['MANUAL_REVIEW', 'it came on a carrier: a person looks at it'],
        NO_CARRIER: ['NOT_APPLICABLE', 'it came over the network'],
      },
    },
    ({ carrier: came }, say) => [say(came === null ? 'NO_CARRIER' : 'CARRIER_TO_LOOK_AT', PACKAGE, { carrier: came })],
  );

/** What is judged outside this system: by whoever runs it, with what they know. */
export const external = (looksAt: string, basis: string, runsIn: string) =>
  ofPackage(
    {
      ...{ property: 'security', looksAt, basis, level: 'WARN', mode: 'EXTERNAL' },
      codes: { JUDGED_OUTSIDE: ['NOT_RUN', 'judged outside this system, by whoever runs it'] },
    },
    (_, say) => [say('JUDGED_OUTSIDE', PACKAGE, { runsIn })],
  );
