import type { CheckProfile, Dossier, DossierMaterial, FileSignature, ProcessStep, Scheme } from '@guidang/contracts';
import type { CaseFacts, MaterialFacts } from '../src/index.ts';
import {
  type Changes,
  captured,
  closing,
  described,
  dossier,
  form,
  material,
  RESULT,
  SCHEME,
  step,
  USCC,
} from './specimens.ts';

type Subject = { readonly material: MaterialFacts; readonly check?: CheckProfile } | { readonly case: CaseFacts };

/** Specimens on both sides of every border, by what is special about them. What is said of each stands in golden/findings.json. */
export const BORDERS: Readonly<Record<string, Subject>> = {};
const add = (name: string, subject: Subject): void => {
  (BORDERS as Record<string, Subject>)[name] = subject;
};
const ofMaterial = (name: string, changes: Changes, of?: DossierMaterial): void =>
  add(name, { material: material(changes, of) });
const ofFile = (name: string, file: Parameters<typeof captured>[1], changes: Changes = {}): void =>
  ofMaterial(name, changes, described('m1', 'A01', { files: [captured('m1.pdf', file)] }));
const ofCase = (name: string, changes: Partial<Dossier>, facts: Partial<CaseFacts> = {}): void =>
  add(name, { case: closing(changes, facts) });
const head = (changes: Partial<Dossier['head']>): Partial<Dossier> => ({ head: { ...dossier().head, ...changes } });
const closed = (changes: Partial<Dossier['closing']>): Partial<Dossier> => ({
  closing: { ...dossier().closing, ...changes },
});
const steps = (...list: ProcessStep[]): Partial<Dossier> => ({ steps: list });
const scheme = (changes: Partial<Scheme>): Partial<CaseFacts> => ({ scheme: { ...SCHEME, ...changes } });

// Digests, sizes, pages.
ofMaterial('another SHA-256', { bytes: { sha256: 'e'.repeat(64) } });
ofMaterial('another SM3', { bytes: { sm3: 'e'.repeat(64) } });
ofMaterial('a byte more than recorded', { bytes: { size: 40_001 } });
ofFile('no bytes', { size: 0, pages: null }, { bytes: { size: 0 } });
ofFile('no bytes and three pages', { size: 0 });
ofFile('one byte', { size: 1, pages: null });
ofFile('one byte on one page', { size: 1, pages: 1 });
ofFile('20 bytes a page', { size: 60, pages: 3 });
ofFile('a byte less than 20 a page', { size: 59, pages: 3 });
ofFile('no page', { pages: 0 });
ofFile('half a page', { pages: 1.5 });
ofFile('a negative number of pages', { pages: -1 });
ofFile('pages as a text', { pages: '3' as never });
ofFile('pages not announced', { pages: null });
ofMaterial('a page more than announced', { inspection: { pages: 4 } });
ofMaterial('pages not counted', { inspection: { pages: null } });
ofMaterial(
  'a format not recorded',
  {},
  described('m1', 'A01', { files: [captured('m1.pdf', { puid: null, format: 'unknown' })] }),
);
add('a file that was read and not opened', {
  material: {
    ...material(),
    files: material().files.map((one) => ({ ...one, looked: { ...one.looked!, inspection: null } })),
  },
});
ofMaterial(
  'a format not recorded, and found',
  { inspection: { puid: 'fmt/276', format: 'pdf' } },
  described('m1', 'A01', { files: [captured('m1.pdf', { puid: null, format: 'unknown' })] }),
);
add('formats of which nobody says whether they are accepted', {
  material: { ...material(), files: material().files.map((one) => ({ ...one, accepted: null })) },
});
ofMaterial('a format that nothing knows', { inspection: { format: 'unknown', puid: null } });
ofMaterial('another version of the format', { inspection: { puid: 'fmt/18' } });
ofMaterial('a name whose extension disagrees', { inspection: { extensionAgrees: false } });
ofMaterial('a name without extension', { inspection: { extensionAgrees: null } });
// Nobody looked.
add('a file that was not read', {
  material: { ...material(), files: material().files.map((one) => ({ ...one, looked: null })) },
});
add('a file that is gone', {
  material: {
    ...material(),
    files: material().files.map((one) => ({
      ...one,
      looked: { content: one.captured.content, bytes: null, inspection: null, scan: null },
    })),
  },
});
// Signatures inside files, under rules that have them verified.
const SIGNED: CheckProfile = { base: 'dat70@2' };
const signature = (state: FileSignature['state'], changes: Partial<FileSignature> = {}): FileSignature => ({
  ...{ kind: 'signature', state, code: state === 'holds' ? null : 'CODE', whole: true, stamped: null },
  certificate: { sha256: 'a'.repeat(64), from: '2025-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
  claimed: '2026-03-01T08:00:00.000Z',
  ...changes,
});
const ofSigned = (name: string, ...signatures: FileSignature[]): void =>
  add(name, { material: material({ inspection: { signatures } }), check: SIGNED });
ofSigned('no signature, and they are looked for');
for (const state of ['holds', 'expired', 'not-trusted', 'changed', 'not-verified', 'broken'] as const)
  ofSigned(`a signature: ${state}`, signature(state));
ofSigned('a seal with a timestamp', signature('holds', { kind: 'seal', stamped: '2026-03-01T08:00:01.000Z' }));
ofSigned('a broken one of which no certificate can be read', signature('broken', { certificate: null }));
ofSigned('one that holds beside two that do not', signature('holds'), signature('broken'), signature('expired'));
ofSigned('more signatures than are told of', ...Array.from({ length: 9 }, () => signature('broken')));
add('signatures that nobody could look for', {
  material: material({ inspection: { signatures: null } }),
  check: SIGNED,
});
add('signatures that nobody looked for', { material: material(), check: SIGNED });
add('a signed file of other bytes', {
  material: material({ bytes: { sha256: 'e'.repeat(64) }, inspection: { signatures: [signature('broken')] } }),
  check: SIGNED,
});
// Revocation, with rules that ask for it and without.
const REVOKED: CheckProfile = { base: 'dat70@4' };
const LISTS = { revocationLists: 'd'.repeat(64) };
const ofRevoked = (name: string, lists: object, ...signatures: FileSignature[]): void =>
  add(name, { material: material({ inspection: { signatures, ...lists } }), check: REVOKED });
for (const state of ['holds', 'expired', 'changed', 'not-trusted', 'not-verified', 'broken'] as const) {
  ofRevoked(`${state}, and lists cover it`, LISTS, signature(state, { revocation: 'good' }));
  ofRevoked(`${state}, and a list is missing`, LISTS, signature(state, { revocation: 'unknown' }));
  ofRevoked(`${state}, and nobody asked lists`, {}, signature(state));
  for (const revocation of ['revoked', 'since'] as const) {
    ofRevoked(`${state}, and lists say ${revocation}`, LISTS, signature(state, { revocation }));
    ofSigned(`${state}, lists say ${revocation}, and nobody asks`, signature(state, { revocation }));
  }
}
for (const revocation of ['revoked', 'since', 'good', null] as const) {
  ofRevoked(`a broken one: ${revocation}`, LISTS, signature('broken', { code: 'CERTIFICATE_REVOKED', revocation }));
  ofSigned(
    `a broken one, nobody asks: ${revocation}`,
    signature('broken', { code: 'CERTIFICATE_REVOKED', revocation }),
  );
}
ofRevoked(
  'one that is covered beside one that is not, with no list at all',
  { revocationLists: null },
  ...[signature('holds', { revocation: 'good' }), signature('holds', { revocation: 'unknown' })],
);
// What files hide, with rules that ask for it and without.
for (const problem of ['POLYGLOT', 'XML_ENTITIES', 'ARCHIVE_RATIO', 'TRAILING_DATA']) {
  ofMaterial(`problem ${problem}, nobody asks`, { inspection: { problems: [problem] } });
  add(`problem ${problem}`, {
    material: material({ inspection: { problems: [problem], signatures: [] } }),
    check: { base: 'dat70@3' },
  });
}
ofMaterial('problem PACKED_TWICE', { inspection: { problems: ['PACKED_TWICE'] } });
// Reading.
for (const readable of ['no', 'not-looked'] as const) ofMaterial(`readable: ${readable}`, { inspection: { readable } });
for (const problem of [
  'TRUNCATED',
  'PAGE_BROKEN',
  'JAVASCRIPT',
  'ENTRY_METHOD',
  'ARCHIVE_BOMB',
  'ENTRY_NAME',
  'ENTRY_ENCRYPTED',
  'NOT_A_CODE',
])
  ofMaterial(`problem ${problem}`, { inspection: { problems: [problem] } });
ofMaterial('encrypted', { inspection: { encrypted: true } });
for (const format of ['doc', 'rar', 'executable', 'ofd', 'json'])
  ofMaterial(`found to be ${format}`, { inspection: { format } });
// Viruses.
for (const verdict of ['infected', 'too-large', 'error', 'not-run'] as const)
  ofMaterial(`scan: ${verdict}`, {
    scan: { verdict, signature: verdict === 'infected' ? 'Eicar-Test-Signature' : null },
  });
ofMaterial('signatures of 30 days less a moment', { scan: { signaturesAt: '2026-02-08T08:00:00.001Z' } });
ofMaterial('signatures of 30 days', { scan: { signaturesAt: '2026-02-08T08:00:00.000Z' } });
ofMaterial('signatures without a date', { scan: { signaturesAt: null } });
// Scans: each measure on its border and beyond it.
const page = { page: 1, blank: false, ink: 0.08, paper: 240, contrast: 200, skew: 0.4, dpi: 300 };
for (const [name, quality] of Object.entries({
  'skew 3': { skew: 3 },
  'skew 3.1': { skew: 3.1 },
  'skew -3': { skew: -3 },
  'skew -3.1': { skew: -3.1 },
  'paper 110': { paper: 110 },
  'paper 109': { paper: 109 },
  'contrast 40': { contrast: 40 },
  'contrast 39': { contrast: 39 },
  '200 dpi': { dpi: 200 },
  '199 dpi': { dpi: 199 },
  'a blank page': { blank: true },
  'a page without lines or dpi': { skew: undefined, dpi: undefined },
}))
  ofMaterial(name, {
    inspection: {
      quality: [
        Object.fromEntries(Object.entries({ ...page, ...quality }).filter(([, value]) => value !== undefined)) as never,
      ],
    },
  });
ofMaterial('a page there twice', { inspection: { quality: [page, { ...page, page: 2, sameAs: 1 }] } });
ofMaterial('no pages to be seen', { inspection: { quality: [] } });
// Metadata of a material.
for (const [name, text] of Object.entries({
  'a name of 200 characters': '字'.repeat(200),
  'a name of 201 characters': '字'.repeat(201),
  'a name of 200 rare characters': '𠮷'.repeat(200),
  'an empty name': '',
  'a blank name': ' \u3000',
  'a control in the name': '申请\u0007表',
  'a private character in the name': '申请\ue816表',
  'a private character nobody knows': '申请\ue900表',
  'a radical in the name': '申请⼈表',
  garbled: new TextDecoder('gbk').decode(Buffer.from('建设工程')),
  'a symbol in the name': '申请表★',
  'an invisible character in the name': '申请\u200b表',
}))
  ofMaterial(name, {}, described('m1', 'A01', { name: text }));
ofMaterial(
  'more special characters in the name than are told of',
  {},
  described('m1', 'A01', { name: '★☆●○◎◇◆□■△▲※' }),
);
ofMaterial('a way of collecting that there is none of', {}, described('m1', 'A01', { collected: 'fax' }));
ofMaterial('scanned and confirmed', {}, described('m1', 'A01', { collected: 'scan', confirmed: true }));
ofMaterial('scanned and not confirmed', {}, described('m1', 'A01', { collected: 'scan', confirmed: false }));
ofMaterial('scanned, and nobody says whether it was confirmed', {}, described('m1', 'A01', { collected: 'scan' }));
ofMaterial('uploaded and not confirmed', {}, described('m1', 'A01', { confirmed: false }));
ofMaterial('without a group', {}, described('m1', 'A01', { group: undefined as never }));
ofMaterial(
  'a countersignature that is coarse',
  {},
  described('m1', 'A01', { countersignature: captured('sign.png', { format: 'png', puid: 'fmt/11', pages: 1 }) }),
);
ofMaterial(
  'two files, the second with no pages announced',
  {},
  described('m1', 'A01', { files: [captured('a.pdf'), captured('b.pdf', { pages: null })] }),
);
// The form.
for (const age of ['fits', 'too-young', 'too-old', 'impossible', 'none', null] as const)
  add(`form, age ${age}`, { material: form({ age }) });
add('form that is none', {
  material: form({ valid: false, commitmentMatches: null, problems: ['salt:INVALID_FORMAT'] }),
});
add('form whose applicant could not be compared', { material: form({ commitmentMatches: null }) });
add('form of another applicant', { material: form({ commitmentMatches: false }) });
add('form that was not read', { material: form(null) });

// The case: times on their borders.
ofCase('in order', {});
ofCase('received and accepted at one moment', head({ receivedAt: '2026-03-01T01:00:00Z' }));
ofCase('received a moment after it was accepted', head({ receivedAt: '2026-03-01T01:00:00.001Z' }));
ofCase('closed the moment it was accepted', {
  ...closed({ closedAt: '2026-03-01T01:00:00Z' }),
  results: [],
  steps: [],
});
ofCase('closed a moment before it was accepted', closed({ closedAt: '2026-03-01T00:59:59.999Z' }));
ofCase('closed five minutes after the check', closed({ closedAt: '2026-03-10T08:05:00.000Z' }));
ofCase('closed more than five minutes after the check', closed({ closedAt: '2026-03-10T08:05:00.001Z' }));
ofCase('accepted on the oldest day', head({ acceptedAt: '1990-01-01T00:00:00Z', receivedAt: '1990-01-01T00:00:00Z' }));
ofCase(
  'accepted before the oldest day',
  head({ acceptedAt: '1989-12-31T23:59:59Z', receivedAt: '1989-12-31T23:59:59Z' }),
);
ofCase(
  'a step that ends before it begins',
  steps(step('receive', 1), step('review', 2, { endedAt: '2026-03-02T00:59:59Z' }), step('decide', 3)),
);
ofCase(
  'a step that ends the moment it begins',
  steps(step('receive', 1), step('review', 2, { endedAt: '2026-03-02T01:00:00Z' }), step('decide', 3)),
);
ofCase(
  'a step that begins the moment of the one before it',
  steps(step('receive', 1), step('review', 2), step('decide', 2)),
);
ofCase(
  'a step that begins a moment before the one before it',
  steps(step('receive', 1), step('review', 2), step('decide', 2, { startedAt: '2026-03-02T00:59:59.999Z' })),
);
ofCase('a result issued the moment the case was accepted', {
  results: [{ ...RESULT, issuedAt: '2026-03-01T01:00:00Z' }],
});
ofCase('a result issued before the case was accepted', { results: [{ ...RESULT, issuedAt: '2026-03-01T00:59:59Z' }] });
ofCase('a result issued when the case was closed', { results: [{ ...RESULT, issuedAt: '2026-03-06T08:00:00Z' }] });
ofCase('a result issued after the case was closed', { results: [{ ...RESULT, issuedAt: '2026-03-06T08:00:01Z' }] });
ofCase('a result valid until it begins to be', { results: [{ ...RESULT, validUntil: RESULT.validFrom }] });
ofCase('a result valid until before it begins to be', { results: [{ ...RESULT, validUntil: '2026-03-04T23:59:59Z' }] });
ofCase('promised for the moment of acceptance', head({ promisedAt: '2026-03-01T01:00:00Z' }));
ofCase('promised for before the acceptance', head({ promisedAt: '2026-03-01T00:59:59Z' }));
ofCase('closed on the day promised', head({ promisedAt: '2026-03-06T00:00:00Z' }));
ofCase('closed the day after it was promised', head({ promisedAt: '2026-03-05T00:00:00Z' }));
ofCase('nothing was promised', head({ promisedAt: null }));
ofCase('a number of another day', head({ case: `${dossier().head.matter.code}202603030001` }));
ofCase(
  'a number of another day, where one time is none',
  head({ case: `${dossier().head.matter.code}202603030001`, acceptedAt: 'yesterday' }),
);
ofCase(
  'a number of some day, where both times are none',
  head({ case: `${dossier().head.matter.code}202603030001`, acceptedAt: 'yesterday', receivedAt: 'yesterday' }),
);
// Days begin at midnight in Shanghai, to the millisecond.
for (const [name, at] of Object.entries({
  'a millisecond before': '2026-03-01T15:59:59.999Z',
  at: '2026-03-01T16:00:00.000Z',
  'eight hours before': '2026-03-01T08:00:00.000Z',
}))
  ofCase(
    `received and accepted ${name} midnight, with the number of the first day`,
    head({ receivedAt: at, acceptedAt: at }),
  );
ofCase('a number of another matter', head({ case: '12441500196720244T3442199806004202603010001' }));
ofCase('a number that is made otherwise', head({ case: 'GD-2026-000001' }));
for (const [name, changes] of Object.entries({
  matter: { matter: { code: '12441500196720244T3442199806004', name: '另一事项' } },
  department: { department: { ...SCHEME.department, uscc: '11441900007330010X' } },
  fonds: { department: { ...SCHEME.department, fonds: 'J032' } },
}))
  ofCase(`another ${name} than the scheme's`, head(changes));
ofCase('accepted the moment its scheme was valid', {}, scheme({ validFrom: '2026-03-01T01:00:00Z' }));
ofCase('accepted before its scheme was valid', {}, scheme({ validFrom: '2026-03-01T01:00:01Z' }));
for (const [field, value] of Object.entries({ channel: '7', kind: '5', region: '4419', source: '' }))
  ofCase(`head.${field} ${value}`, head({ [field]: value }));
ofCase('a code where a text is judged for characters', head({ region: '44\u00071900' }));
// Totals.
for (const [field, by] of [
  ['materials', 1],
  ['materials', -1],
  ['files', 1],
  ['files', -1],
  ['bytes', 1],
  ['bytes', -1],
] as const)
  ofCase(
    `${by > 0 ? 'one more' : 'one less'} of ${field} than stated`,
    closed({ [field]: dossier().closing[field] + by }),
  );
const signed = described('m1', 'A01', {
  collected: 'scan',
  confirmed: true,
  countersignature: captured('sign.png', { size: 500, pages: 1 }),
});
const granted = described('r1', 'C01', { group: 'result', name: '医师执业证书', collected: 'certificate' });
ofCase('a countersignature counted', {
  materials: [signed, granted],
  closing: { ...dossier().closing, files: 3, bytes: 80_500 },
});
ofCase('a countersignature not counted', { materials: [signed, granted] });
ofCase('a countersignature counted among the files and not among the bytes', {
  materials: [signed, granted],
  closing: { ...dossier().closing, files: 3, bytes: 80_000 },
});
ofCase('countersignatures, and neither counting is the one stated', {
  materials: [signed, granted],
  closing: { ...dossier().closing, files: 5, bytes: 7 },
});
// Steps.
ofCase('no steps', steps());
ofCase(
  'a step of which nobody says who took it',
  steps(step('receive', 1, { person: { id: '', post: '窗口' } }), step('review', 2), step('decide', 3)),
);
ofCase(
  'a step of which nobody says in which unit',
  steps(step('receive', 1, { unit: { uscc: '', name: '局' } }), step('review', 2), step('decide', 3)),
);
ofCase('a required step left out', steps(step('receive', 1), step('decide', 3)));
ofCase('a step left open', steps(step('receive', 1), step('review', 2, { state: '1' }), step('decide', 3)));
ofCase(
  'a step left open and done later',
  steps(step('receive', 1), step('review', 2, { state: '1' }), step('review', 2), step('decide', 3)),
);
ofCase(
  'a required step left returned',
  steps(step('receive', 1), step('review', 2, { action: 'return' }), step('decide', 3)),
);
ofCase('a required step left returned, and the case was refused', {
  ...steps(step('receive', 1), step('review', 2, { action: 'return' }), step('decide', 3)),
  ...closed({ outcome: 'refused' }),
});
ofCase(
  'returned and passed at one moment',
  steps(step('receive', 1), step('review', 2, { action: 'return' }), step('review', 2), step('decide', 3)),
);
ofCase(
  'passed and returned at one moment',
  steps(step('receive', 1), step('review', 2), step('review', 2, { action: 'return' }), step('decide', 3)),
);
ofCase(
  'a step that the scheme does not know',
  steps(step('receive', 1), step('review', 2), step('decide', 3), step('dance', 4)),
);
ofCase(
  'an optional step gone through',
  steps(step('receive', 1), step('review', 2), step('visit', 2), step('decide', 3)),
);
// Scope.
ofCase('without its application', { materials: [granted] });
ofCase('without its result', { materials: [described('m1', 'A01')], results: [] });
ofCase('without its form', { form: null });
ofCase('refused and without a result', {
  materials: [described('m1', 'A01')],
  results: [],
  ...closed({ outcome: 'refused', materials: 1, files: 1, bytes: 40_000 }),
});
ofCase('one more than its item takes', { materials: [described('m1', 'A01'), described('m2', 'A01'), granted] });
ofCase('a material that answers no item', { materials: [described('m1', 'A01'), described('m2', null), granted] });
ofCase(
  'a material that answers no item, where such are refused',
  { materials: [described('m1', 'A01'), described('m2', null), granted] },
  scheme({ unlisted: 'refuse' }),
);
ofCase('a material of another group', { materials: [described('m1', 'A01', { group: 'process' }), granted] });
const ASKING = scheme({
  items: SCHEME.items.map((one) =>
    one.code === 'A02'
      ? { ...one, requiredWhen: { any: [{ all: [{ field: 'form.代办', asks: 'is', values: ['是'] }] }] } }
      : one,
  ),
});
ofCase('a material that the form makes required', {}, { ...ASKING, asked: [{ item: 'A02', outcomes: ['granted'] }] });
ofCase(
  'a material that the form makes required, and is there',
  { materials: [described('m1', 'A01'), described('m2', 'A02'), granted] },
  { ...ASKING, asked: [{ item: 'A02', outcomes: ['granted'] }] },
);
ofCase(
  'a material that the form would make required were the case refused',
  {},
  { ...ASKING, asked: [{ item: 'A02', outcomes: ['refused'] }] },
);
ofCase('a condition, and a form that nobody read', {}, { ...ASKING, asked: null });
ofCase(
  'a condition that nobody could look up, and the material is there',
  { materials: [described('m1', 'A01'), described('m2', 'A02'), granted] },
  { ...ASKING, asked: null },
);
ofCase('no scheme', {}, { scheme: null });
// Duplicates, attachments.
ofCase('two results of one number', { results: [RESULT, RESULT] });
ofCase('two materials of one identifier', { materials: [described('m1', 'A01'), described('m1', 'A02'), granted] });
ofCase('two files of the same bytes', {
  materials: [described('m1', 'A01'), described('m2', 'A02', { files: [captured('m1.pdf')] }), granted],
});
ofCase('a scan that was not confirmed, beside an upload that was', {
  materials: [
    described('m1', 'A01', { collected: 'scan', confirmed: false }),
    described('m2', 'A02', { confirmed: true }),
    granted,
  ],
});
ofCase('a scan confirmed and no countersignature', {
  materials: [described('m1', 'A01', { collected: 'scan', confirmed: true }), granted],
});
// Looked at, chain, scanner.
ofCase('nobody says what was looked at', {}, { checked: null });
ofCase('a material that was never looked at', {}, { checked: new Map() });
ofCase(
  'a material that was another when it was looked at',
  {},
  { checked: new Map([...closing().checked!, ['m1', 'f'.repeat(64)]]) },
);
for (const fault of [
  'GAP',
  'PREVIOUS_HASH',
  'NOT_FOUND',
  'OTHER_COUNT',
  'OTHER_END',
  'CORRUPT',
  'NOT_A_LINK',
  'OTHER_CASE',
] as const)
  ofCase(`chain: ${fault}`, {}, { captured: { links: 9, fault, line: fault === 'GAP' ? 4 : null } });
ofCase('nobody followed the chain', {}, { captured: null });
for (const [name, signaturesAt] of Object.entries({
  'a scanner of 7 days less a moment': '2026-03-03T08:00:00.001Z',
  'a scanner of 7 days': '2026-03-03T08:00:00Z',
  'a scanner of 30 days less a moment': '2026-02-08T08:00:00.001Z',
  'a scanner of 30 days': '2026-02-08T08:00:00Z',
  'a scanner without a date': null,
}))
  ofCase(name, {}, { scanner: { engine: 'ClamAV 1.4.6', signaturesAt } });
ofCase('no scanner', {}, { scanner: null });
ofCase('nobody asked for the scanner', {}, { scanner: undefined });
// Time limits, by working days: 6 March is the fourth after 2 March, the first being the day after acceptance.
for (const days of [4, 5, 6])
  for (const limit of ['statutoryWorkingDays', 'promisedWorkingDays'] as const)
    ofCase(
      `${limit} ${days}`,
      {},
      scheme({ limits: { statutoryWorkingDays: null, promisedWorkingDays: null, [limit]: days } }),
    );
ofCase(
  'no limits',
  head({ promisedAt: null }),
  scheme({ limits: { statutoryWorkingDays: null, promisedWorkingDays: null } }),
);
ofCase(
  'closed in a year that the calendar does not know',
  {
    ...head({ acceptedAt: '2031-03-01T01:00:00Z', receivedAt: '2031-03-01T00:30:00Z', promisedAt: null }),
    ...closed({ closedAt: '2031-03-06T08:00:00Z' }),
  },
  { at: '2031-03-10T08:00:00.000Z' },
);
ofCase('accepted at no time', head({ acceptedAt: 'yesterday' }));
for (const [limit, other] of [
  ['statutoryWorkingDays', 'promisedWorkingDays'],
  ['promisedWorkingDays', 'statutoryWorkingDays'],
] as const)
  ofCase(
    `${limit} in a year that the calendar does not know`,
    {
      ...head({ acceptedAt: '2031-03-01T01:00:00Z', receivedAt: '2031-03-01T00:30:00Z', promisedAt: null }),
      ...closed({ closedAt: '2031-03-06T08:00:00Z' }),
    },
    { at: '2031-03-10T08:00:00.000Z', ...scheme({ limits: { [limit]: 20, [other]: null } as Scheme['limits'] }) },
  );
// Performers.
const ruled = (parameters: Record<string, unknown>): Partial<CaseFacts> =>
  scheme({ check: { base: 'dat70@1', items: { 'GD-LOCAL-PERFORMERS': { parameters } } } } as Partial<Scheme>);
ofCase('a post that may', {}, ruled({ posts: { review: ['审核岗'] } }));
ofCase('a post that may not', {}, ruled({ posts: { review: ['审批岗'] } }));
ofCase('one person in two steps that are to be apart', {}, ruled({ apart: [['review', 'decide']] }));
ofCase(
  'two persons in two steps that are to be apart',
  steps(step('receive', 1), step('review', 2), step('decide', 3, { person: { id: 'S-2', post: '审批岗' } })),
  ruled({ apart: [['review', 'decide']] }),
);
ofCase(
  'one person in two steps that are to be apart, and another in a third',
  steps(step('receive', 1, { person: { id: 'S-2', post: '窗口' } }), step('review', 2), step('decide', 3)),
  ruled({ apart: [['review', 'decide']] }),
);
ofCase('a unit that may', {}, ruled({ units: [USCC] }));
ofCase(
  'a unit that may not',
  steps(
    step('receive', 1),
    step('review', 2, { unit: { uscc: '11441900007330010X', name: '他局' } }),
    step('decide', 3),
  ),
  ruled({ units: [] }),
);
// Signatures of the case as a whole.
for (const [name, signed] of Object.entries({
  'no file is signed': { carrying: 0, unknown: 0 },
  'a file is signed': { carrying: 1, unknown: 0 },
  'of one nobody knows whether it is signed': { carrying: 1, unknown: 1 },
  'nobody counted signatures': null,
}))
  ofCase(name, {}, { ...scheme({ check: { base: 'dat70@2' } }), signed });
// Alone: what fails these and no other item.
ofMaterial(
  'a workbook of one maker that is archived all the same',
  { inspection: { pages: null, quality: null } },
  described('m1', null, { files: [captured('m1.xls', { puid: 'fmt/61', format: 'xls', pages: null })] }),
);
ofCase('a second result without a document', { results: [RESULT, { ...RESULT, number: `${RESULT.number}-2` }] });
ofCase(
  'drawn for the sample',
  {},
  scheme({ check: { base: 'dat70@1', items: { 'GD-4-7': { parameters: { oneIn: 1 } } } } } as Partial<Scheme>),
);
