import { ITEMS, type Item, type PackageFacts, type RuleSet, rulesOf, STAGE_ITEMS, stageRules } from '../src/index.ts';
import type { Element, Value } from '../src/metadata/element.ts';
import { AT, captured, described, material } from './specimens.ts';

const element = (id: string, more: Partial<Element> = {}): Element => ({
  ...{ of: 'case', at: id, id, zh: id, kind: 'text', required: true, most: 20, format: null, domain: null },
  ...{ dat46: [], gbt39046: null },
  ...more,
});
const DIGEST = '5'.repeat(64);

/** Metadata of a package as a reader of its profile gives it. */
export const values = (changes: Readonly<Record<string, unknown>> = {}): Value[] =>
  [
    { element: element('M22'), path: '题名', value: '医师执业注册' },
    { element: element('M32', { kind: 'time', format: 'time' }), path: '日期', value: '2026-03-03T02:00:00Z' },
    { element: element('A5', { kind: 'code', domain: 'channel' }), path: '办理形式', value: '1' },
  ].map((one) => (one.path in changes ? { ...one, value: changes[one.path] } : one) as Value);

/** A package in which everything is in order, with these changes. */
export const received = (changes: Partial<PackageFacts> = {}): PackageFacts => ({
  at: AT,
  stated: { items: 1, files: 2, bytes: 120_345, digest: DIGEST },
  found: { items: 1, files: 2, bytes: 120_345, digest: DIGEST },
  layout: { profile: 'guidang-1', missing: [], unexpected: [], unsafe: [] },
  documents: { readme: 'there', catalogue: 'there' },
  metadata: { faults: [], values: values() },
  metadataFiles: { files: 4, lacking: [] },
  referenceCodes: [{ code: 'J031-ZY·XK·ZC·2026·D30-0001', faults: [] }],
  series: [{ name: '件内顺序号', first: 1, numbers: [1, 2, 3] }],
  links: [{ path: 'data/申请材料/0001_申请表.pdf', there: true }],
  seal: 'verified',
  packing: { encrypted: false, problems: [] },
  files: material().files,
  scanner: { engine: 'ClamAV 1.4.3', signaturesAt: AT },
  carrier: null,
  ...changes,
});

/** Items of archiving on the package as it is received, by those of other stages that judge by the same rule. */
const AT_RECEIPT: Readonly<Record<string, string>> = {
  ...{ 'GD-1-7': 'CODE', 'GD-1-12': 'DOCUMENTS', 'GD-1-13': 'LAYOUT', 'GD-1-14': 'CONSISTENCY' },
  ...{ 'GD-2-10': 'METADATA-FILES', 'GD-2-11': 'FILES', 'GD-3-1': 'METADATA' },
};

/** Items of archiving that judge the values in a package as well, in the same way. */
const OF_VALUES: Readonly<Record<string, string>> = {
  ...{ 'GD-1-2': 'LENGTH', 'GD-1-3': 'FORM', 'GD-1-4': 'DOMAIN', 'GD-1-6': '1-6', 'GD-2-3': 'ELEMENTS' },
  ...{ 'GD-2-4': 'FILLED', 'GD-4-1': 'SCANNER' },
};

/** The end of a code, by which specimens of an item are found. */
export const keyOf = ({ code }: Pick<Item, 'code'>): string =>
  /^YJ-(\d-\d)$/.exec(code)?.[1] ?? AT_RECEIPT[code] ?? OF_VALUES[code] ?? code.replace(/^(YJ|CQ)-LOCAL-/, '');

/** Wherever packages are judged, and by which items. */
export const JUDGED: Readonly<Record<string, { readonly rules: RuleSet; readonly items: readonly Item[] }>> = {
  receipt: { rules: stageRules('receipt'), items: STAGE_ITEMS.receipt },
  values: { rules: rulesOf(null), items: ITEMS.filter(({ code }) => Object.hasOwn(OF_VALUES, code)) },
  transfer: { rules: stageRules('transfer'), items: STAGE_ITEMS.transfer },
  preservation: { rules: stageRules('preservation'), items: STAGE_ITEMS.preservation },
};

/** A specimen of an item: the package, and what has to be said of it. */
export type Specimen = readonly [facts: Partial<PackageFacts>, says: string];
const of = (changes: Parameters<typeof material>[0]): Partial<PackageFacts> => ({ files: material(changes).files });
/** Files of a format that is archived, though one maker's alone. */
const OF_ONE_MAKER = described('m1', null, {
  files: [captured('m1.xls', { puid: 'fmt/61', format: 'xls', pages: null })],
});
const stated = (changes: Partial<NonNullable<PackageFacts['stated']>>): Partial<PackageFacts> => ({
  stated: { items: 1, files: 2, bytes: 120_345, digest: DIGEST, ...changes },
});
const layout = (changes: Partial<NonNullable<PackageFacts['layout']>>): Partial<PackageFacts> => ({
  layout: { profile: 'guidang-1', missing: [], unexpected: [], unsafe: [], ...changes },
});
const metadata = (changes: Readonly<Record<string, unknown>>): Partial<PackageFacts> => ({
  metadata: { faults: [], values: values(changes) },
});
const series = (...numbers: number[]): Partial<PackageFacts> => ({
  series: [{ name: '件内顺序号', first: 1, numbers }],
});

/**
 * Of each item, by the end of its code: what fails it and it alone, what lies on the border and still passes, what nobody looked at. What passes is the package in which
 * all is in order.
 */
export const SPECIMENS: Readonly<Record<string, readonly Specimen[]>> = {
  FIXITY: [
    [of({ bytes: { sha256: 'e'.repeat(64) } }), 'FAIL SHA256_DIFFERS'],
    [
      { files: material().files.map((one) => ({ ...one, digestStated: false as const })) },
      'MANUAL_REVIEW DIGEST_NOT_STATED',
    ],
  ],
  SEAL: [
    [{ seal: 'broken' }, 'FAIL SEAL_BROKEN'],
    [{ seal: 'not-trusted' }, 'MANUAL_REVIEW SEAL_NOT_TRUSTED'],
    [{ seal: 'none' }, 'MANUAL_REVIEW SEAL_NONE'],
    [{ seal: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  LENGTH: [
    [metadata({ 题名: '字'.repeat(21) }), 'FAIL TOO_LONG'],
    [metadata({ 题名: '𠮷'.repeat(20) }), 'PASS METADATA_FITS'],
    [{ metadata: null }, 'NOT_RUN METADATA_NOT_READ'],
    [{ metadata: { faults: [], values: [] } }, 'PASS METADATA_FITS'],
    [
      { metadata: { faults: [], values: [{ element: element('M43', { kind: 'count' }), path: '页数', value: 3 }] } },
      'PASS METADATA_FITS',
    ],
  ],
  FORM: [[metadata({ 日期: '2026-02-30T00:00:00Z' }), 'FAIL WRONG_FORMAT']],
  DOMAIN: [
    [metadata({ 办理形式: '8' }), 'FAIL OUTSIDE_DOMAIN'],
    [metadata({ 办理形式: '9' }), 'PASS METADATA_FITS'],
  ],
  '1-6': [
    [metadata({ 题名: '医师\u0007注册' }), 'FAIL BROKEN_CHARACTERS'],
    [metadata({ 题名: '𠮷田' }), 'PASS METADATA_FITS'],
  ],
  CODE: [
    [{ referenceCodes: [{ code: null, faults: [] }] }, 'FAIL CODE_MISSING'],
    [{ referenceCodes: [] }, 'FAIL CODE_MISSING'],
    [{ referenceCodes: [{ code: 'WS2011', faults: ['LEVELS'] }] }, 'FAIL CODE_NOT_BY_RULE'],
    [{ referenceCodes: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  '1-8': [
    [{ referenceCodes: ['a', 'b', 'a'].map((code) => ({ code, faults: [] })) }, 'FAIL CODE_TWICE'],
    [{ referenceCodes: ['a', 'A'].map((code) => ({ code, faults: [] })) }, 'PASS NO_DUPLICATES'],
  ],
  ATTRIBUTES: [[of({ inspection: { extensionAgrees: false } }), 'FAIL EXTENSION_DISAGREES']],
  LINK: [
    [
      {
        links: [
          { path: 'a', there: true },
          { path: 'b', there: false },
        ],
      },
      'FAIL CONTENT_MISSING',
    ],
    [{ links: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  DOCUMENTS: [
    [{ documents: { readme: 'missing', catalogue: 'there' } }, 'FAIL DOCUMENT_MISSING'],
    [{ documents: { readme: 'there', catalogue: 'faulty' } }, 'FAIL DOCUMENT_FAULTY'],
    [{ documents: { readme: 'faulty', catalogue: 'missing' } }, 'FAIL DOCUMENT_MISSING, FAIL DOCUMENT_FAULTY'],
    [{ documents: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  LAYOUT: [
    [layout({ missing: ['data/目录文件.xml'] }), 'FAIL LAYOUT_MISSING'],
    [layout({ unsafe: ['../x'] }), 'FAIL UNSAFE_ENTRY'],
    [layout({ unexpected: ['Thumbs.db'] }), 'WARN LAYOUT_UNEXPECTED'],
    [{ layout: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  CONSISTENCY: [
    [stated({ digest: '6'.repeat(64) }), 'FAIL PACKAGE_CHANGED'],
    [stated({ digest: null }), 'MANUAL_REVIEW DIGEST_NOT_STATED'],
  ],
  ITEMS: [
    [stated({ items: 2 }), 'FAIL ITEMS_DIFFER'],
    [stated({ items: null }), 'MANUAL_REVIEW NOT_STATED'],
  ],
  BYTES: [
    [stated({ bytes: 120_346 }), 'FAIL BYTES_DIFFER'],
    [stated({ bytes: 120_344 }), 'FAIL BYTES_DIFFER'],
    [stated({ bytes: null }), 'MANUAL_REVIEW NOT_STATED'],
  ],
  ELEMENTS: [
    [metadata({ 题名: undefined }), 'FAIL ELEMENT_MISSING'],
    [metadata({ 题名: '' }), 'PASS METADATA_FITS'],
  ],
  FILLED: [
    [metadata({ 题名: '  ' }), 'FAIL ELEMENT_EMPTY'],
    [metadata({ 题名: '〇' }), 'PASS METADATA_FITS'],
  ],
  SERIES: [
    [series(1, 3), 'FAIL NUMBERING_GAP'],
    [series(1, 2, 2), 'FAIL NUMBERING_GAP'],
    [series(2, 3), 'FAIL NUMBERING_GAP'],
    [series(3, 1, 2), 'PASS NUMBERING_CONTINUOUS'],
    [{ series: [] }, 'NOT_APPLICABLE NO_SERIES'],
    [{ series: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  WHOLE: [[of({ inspection: { problems: ['TRUNCATED'] } }), 'FAIL CONTENT_INCOMPLETE']],
  FILES: [
    [stated({ files: 3 }), 'FAIL FILES_DIFFER'],
    [stated({ files: null }), 'MANUAL_REVIEW NOT_STATED'],
  ],
  METADATA: [
    [{ metadata: { faults: ['目录文件.xml: NOT_WELL_FORMED'], values: values() } }, 'FAIL METADATA_UNREADABLE'],
    [{ metadata: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  'METADATA-FILES': [
    [{ metadataFiles: { files: 4, lacking: ['MATERIAL_LIST'] } }, 'FAIL METADATA_LACKING'],
    [{ metadataFiles: null }, 'NOT_RUN NOT_LOOKED_AT'],
  ],
  FORMAT: [
    [
      { files: material().files.map((one) => ({ ...one, accepted: { formats: ['ofd'], by: 'archival' as const } })) },
      'FAIL FORMAT_NOT_ACCEPTED',
    ],
    [of({ inspection: { format: 'executable' } }), 'FAIL FORMAT_NOT_ACCEPTED'],
  ],
  READABLE: [
    [of({ inspection: { readable: 'no' } }), 'FAIL UNREADABLE'],
    [of({ inspection: { readable: 'not-looked' } }), 'MANUAL_REVIEW NOT_OPENED'],
  ],
  'LONG-TERM': [
    [{ files: material({}, OF_ONE_MAKER).files }, 'WARN FORMAT_AT_RISK'],
    [of({ inspection: { format: 'doc' } }), 'WARN FORMAT_AT_RISK'],
  ],
  SOFTWARE: [[of({ inspection: { readable: 'not-looked' } }), 'NOT_RUN SOFTWARE_TO_NAME']],
  PACKING: [
    [{ packing: { encrypted: true, problems: [] } }, 'FAIL ENCRYPTED'],
    [{ packing: { encrypted: false, problems: ['ENTRY_ENCRYPTED'] } }, 'FAIL ENCRYPTED'],
    [{ packing: { encrypted: false, problems: ['ENTRY_METHOD'] } }, 'FAIL COMPRESSION_NOT_OPEN'],
    [{ packing: { encrypted: false, problems: ['ARCHIVE_BOMB'] } }, 'FAIL COMPRESSION_BOMB'],
    [{ packing: { encrypted: false, problems: ['ARCHIVE_DEPTH'] } }, 'FAIL COMPRESSION_BOMB'],
    [{ packing: null }, 'NOT_RUN NOT_LOOKED_INTO'],
  ],
  CONTENT: [[of({ inspection: { encrypted: true } }), 'FAIL ENCRYPTED']],
  SCANNER: [
    [{ scanner: null }, 'FAIL NO_SCANNER'],
    [{ scanner: undefined }, 'NOT_RUN NOT_ASKED'],
    [{ scanner: { engine: 'x', signaturesAt: '2026-03-03T08:00:00.001Z' } }, 'PASS SCANNER_CURRENT'],
    [{ scanner: { engine: 'x', signaturesAt: '2026-03-03T08:00:00Z' } }, 'WARN SIGNATURES_OLD'],
    [{ scanner: { engine: 'x', signaturesAt: null } }, 'WARN SIGNATURES_UNDATED'],
    [{ scanner: { engine: 'x', signaturesAt: '2026-02-08T08:00:00Z' } }, 'FAIL SIGNATURES_EXPIRED'],
  ],
  VIRUS: [[of({ scan: { verdict: 'infected', signature: 'Eicar-Test-Signature' } }), 'FAIL INFECTED']],
  'CARRIER-FILES': [[{ carrier: 'offline' }, 'MANUAL_REVIEW CARRIER_TO_LOOK_AT']],
  'CARRIER-SPEED': [[{ carrier: 'offline' }, 'MANUAL_REVIEW CARRIER_TO_LOOK_AT']],
  'CARRIER-LOOK': [[{ carrier: 'offline' }, 'MANUAL_REVIEW CARRIER_TO_LOOK_AT']],
  DISC: [[{ carrier: 'offline' }, 'MANUAL_REVIEW CARRIER_TO_LOOK_AT']],
  PROCEDURE: [[{}, 'NOT_RUN JUDGED_OUTSIDE']],
  SYSTEM: [[{}, 'NOT_RUN JUDGED_OUTSIDE']],
  STORAGE: [[{}, 'NOT_RUN JUDGED_OUTSIDE']],
};
