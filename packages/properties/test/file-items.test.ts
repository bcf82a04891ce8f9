import type { Finding, FormFacts, InspectedFile, PageQuality } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { callsForSomebody, judgeMaterial, type MaterialFacts, rulesOf } from '../src/index.ts';
import { type Changes, captured, described, form, looked, material, PAGES, RULES } from './specimens.ts';

const of = (item: string, facts: MaterialFacts): Finding[] =>
  judgeMaterial(RULES, facts).filter((f) => f.item === item);
const calling = (facts: MaterialFacts): Finding[] => judgeMaterial(RULES, facts).filter(callsForSomebody);
const brief = (findings: readonly Finding[]) => findings.map(({ item, outcome, code }) => `${item} ${outcome} ${code}`);
const OTHER = 'f'.repeat(64);
const FILE = 'file:m1/1';
const FILE_NAME = 'm1.pdf';
const CONTENT = captured(FILE_NAME).content.slice(0, 19);
const CLAMAV = { content: CONTENT, engine: 'ClamAV 1.4.6/27800', signaturesAt: '2026-03-09T09:00:00.000Z' };

describe('a material in order', () => {
  it('passes every item that is judged as it comes', () => {
    expect(brief(judgeMaterial(RULES, material()))).toEqual([
      'GD-1-1 PASS DIGESTS_AGREE',
      'GD-1-2 PASS METADATA_FITS',
      'GD-1-3 PASS METADATA_FITS',
      'GD-1-4 PASS METADATA_FITS',
      'GD-1-5 PASS PLAUSIBLE',
      'GD-1-6 PASS METADATA_FITS',
      'GD-1-10 PASS ATTRIBUTES_AGREE',
      'GD-1-11 PASS CONTENT_FOUND',
      'GD-2-3 PASS METADATA_FITS',
      'GD-2-4 PASS METADATA_FITS',
      'GD-2-7 PASS CONTENT_WHOLE',
      'GD-3-3 PASS FORMAT_ACCEPTED',
      'GD-3-4 PASS READABLE',
      'GD-3-5 PASS FORMAT_SUSTAINED',
      'GD-3-6 PASS SOFTWARE_AT_HAND',
      'GD-3-8 PASS OPEN',
      'GD-4-2 PASS CLEAN',
      'GD-LOCAL-SCAN PASS SCAN_GOOD',
    ]);
  });

  it('and so does the application form, with the item that is about it', () => {
    const findings = judgeMaterial(RULES, form());
    expect(brief(findings)).toContain('GD-LOCAL-FORM PASS FORM_OPENS');
    expect(findings.every(({ outcome }) => outcome === 'PASS')).toBe(true);
    expect(of('GD-LOCAL-FORM', material())).toEqual([]);
  });

  it('is judged file by file, the countersignature as one of them', () => {
    const signed = described('m1', 'A01', {
      ...{ collected: 'scan', confirmed: true },
      files: [captured('a.pdf'), captured('b.pdf')],
      countersignature: captured('sign.png', { format: 'png', puid: 'fmt/11', pages: null }),
    });
    expect(of('GD-4-2', material({}, signed)).map(({ object }) => object)).toEqual([
      'file:m1/1',
      'file:m1/2',
      'file:m1/countersignature',
    ]);
    expect(calling(material({}, signed))).toEqual([]);
  });
});

/** One specimen for each way a file fails: which items call for somebody, all of them, and the evidence of the one it is about. */
const FAILING: readonly (readonly [why: string, changes: Changes, all: string[], evidence: object])[] = [
  [
    'other bytes than were taken in',
    { bytes: { sha256: OTHER } },
    ['GD-1-1 FAIL SHA256_DIFFERS'],
    { recorded: captured(FILE_NAME).content.slice(7), found: OTHER },
  ],
  [
    'an SM3 that is not that of the bytes',
    { bytes: { sm3: OTHER } },
    ['GD-1-1 FAIL SM3_DIFFERS'],
    { recorded: captured(FILE_NAME).sm3, found: OTHER },
  ],
  [
    'another size than is recorded',
    { bytes: { size: 39_999 } },
    ['GD-1-10 FAIL SIZE_DIFFERS'],
    { recorded: 40_000, found: 39_999 },
  ],
  [
    'another format than is recorded',
    { inspection: { format: 'ofd' } },
    ['GD-1-10 FAIL FORMAT_DIFFERS'],
    { recorded: 'pdf', found: 'ofd' },
  ],
  [
    'an extension that lies',
    { inspection: { extensionAgrees: false } },
    ['GD-1-10 FAIL EXTENSION_DISAGREES'],
    { extension: 'pdf', format: 'pdf', puid: 'fmt/276' },
  ],
  [
    'another number of pages than announced',
    { inspection: { pages: 2 } },
    ['GD-1-10 WARN PAGES_DIFFER'],
    { announced: 3, found: 2 },
  ],
  [
    'the end of a film missing',
    { inspection: { readable: 'not-looked', problems: ['TRUNCATED'] } },
    ['GD-2-7 FAIL CONTENT_INCOMPLETE', 'GD-3-4 MANUAL_REVIEW NOT_OPENED'],
    { problems: ['TRUNCATED'], bytes: 40_000 },
  ],
  [
    'no bytes at all',
    { bytes: { size: 0 } },
    ['GD-1-10 FAIL SIZE_DIFFERS', 'GD-2-7 FAIL CONTENT_EMPTY'],
    { recorded: 40_000, found: 0 },
  ],
  [
    'a file that no reader can open',
    { inspection: { readable: 'no', problems: ['PDF_DAMAGED'] } },
    ['GD-3-4 FAIL UNREADABLE'],
    { content: CONTENT, inspector: 'formats/2', format: 'pdf', problems: ['PDF_DAMAGED'] },
  ],
  [
    'a file nobody here can open',
    { inspection: { readable: 'not-looked' } },
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED'],
    { content: CONTENT, inspector: 'formats/2', format: 'pdf', problems: [] },
  ],
  [
    'a document that is encrypted and opens',
    { inspection: { encrypted: true } },
    ['GD-3-8 FAIL ENCRYPTED'],
    { format: 'pdf', encrypted: true, problems: [] },
  ],
  [
    'a compression bomb',
    { inspection: { readable: 'yes', problems: ['ARCHIVE_BOMB'] } },
    ['GD-3-8 FAIL COMPRESSION_BOMB'],
    { format: 'pdf', encrypted: false, problems: ['ARCHIVE_BOMB'] },
  ],
  [
    'entries that climb out',
    { inspection: { problems: ['ENTRY_NAME', 'ENTRY_SYMLINK'] } },
    ['GD-3-8 FAIL UNSAFE_ENTRY'],
    { format: 'pdf', encrypted: false, problems: ['ENTRY_NAME', 'ENTRY_SYMLINK'] },
  ],
  [
    'a method of compression that is not open',
    { inspection: { problems: ['ENTRY_METHOD'] } },
    ['GD-3-8 FAIL COMPRESSION_NOT_OPEN'],
    { format: 'pdf', encrypted: false, problems: ['ENTRY_METHOD'] },
  ],
  [
    'scripts in a document',
    { inspection: { problems: ['JAVASCRIPT', 'IMAGE_WARNING', 'MACRO'] } },
    ['GD-3-8 WARN ACTIVE_CONTENT'],
    { format: 'pdf', encrypted: false, problems: ['JAVASCRIPT', 'MACRO'] },
  ],
  [
    'a virus',
    { scan: { verdict: 'infected', signature: 'Eicar-Test-Signature' } },
    ['GD-4-2 FAIL INFECTED'],
    { ...CLAMAV, signature: 'Eicar-Test-Signature' },
  ],
  [
    'a verdict by signatures of a month ago',
    { scan: { signaturesAt: '2026-02-08T08:00:00Z' } },
    ['GD-4-2 WARN CLEAN_BY_OLD_SIGNATURES'],
    { ...CLAMAV, signaturesAt: '2026-02-08T08:00:00Z', days: 30 },
  ],
  [
    'a verdict by signatures of no date',
    { scan: { signaturesAt: null } },
    ['GD-4-2 WARN CLEAN_BY_OLD_SIGNATURES'],
    { ...CLAMAV, signaturesAt: null, days: null },
  ],
  ['a file too large to scan', { scan: { verdict: 'too-large' } }, ['GD-4-2 MANUAL_REVIEW TOO_LARGE_TO_SCAN'], CLAMAV],
  ['a file the scanner fails on', { scan: { verdict: 'error' } }, ['GD-4-2 MANUAL_REVIEW SCANNER_FAILED'], CLAMAV],
];

/** One page among good ones. */
const page = (changes: Partial<PageQuality>): Changes => ({
  inspection: { quality: [PAGES[0]!, { ...PAGES[1]!, ...changes }, PAGES[2]!] },
});

/** Scans: what the clerk at the window is told. */
const SCANS: readonly (readonly [why: string, changes: Changes, code: string, evidence: object])[] = [
  ['a blank page', page({ blank: true, ink: 0.0004, contrast: 5 }), 'BLANK_PAGES', { count: 1, pages: ['2 (0.04 %)'] }],
  ['a page laid on askew', page({ skew: -3.2 }), 'SKEWED', { count: 1, pages: ['2 (-3.2°)'] }],
  ['a page in the dark', page({ paper: 96 }), 'DARK', { count: 1, pages: ['2 (96)'] }],
  ['a page hardly to be seen', page({ contrast: 31 }), 'FAINT', { count: 1, pages: ['2 (31)'] }],
  ['a page of 96 dots', page({ dpi: 96 }), 'COARSE', { count: 1, pages: ['2 (96 dpi)'] }],
  ['a page scanned twice', page({ sameAs: 1 }), 'SAME_PAGES', { count: 1, pages: ['2 (= 1)'] }],
];

describe('a scan', () => {
  it.each(SCANS)('%s is told of by its number', (_, changes, code, evidence) => {
    expect(calling(material(changes))).toEqual([
      expect.objectContaining({ item: 'GD-LOCAL-SCAN', outcome: 'WARN', code, object: FILE, evidence }),
    ]);
  });

  it('at the very limits passes, and so does what has no lines and says no dots', () => {
    const { skew: _, dpi: __, ...drawn } = PAGES[0]!;
    const limits = { ...drawn, skew: 3, paper: 110, contrast: 40, dpi: 200 };
    const found = of('GD-LOCAL-SCAN', material({ inspection: { quality: [limits, { ...drawn, page: 2 }] } }));
    expect(found).toMatchObject([{ outcome: 'PASS', evidence: { inspector: 'formats/2', pages: 2 } }]);
  });

  it('is judged by the limits of its scheme', () => {
    const rules = rulesOf({
      check: { base: 'dat70@1', items: { 'GD-LOCAL-SCAN': { parameters: { leastDpi: 600 } } } },
    });
    expect(judgeMaterial(rules, material()).filter(callsForSomebody)).toMatchObject([
      { code: 'COARSE', evidence: { count: 3 } },
    ]);
  });

  it('names forty pages at most, and says how many there are', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...PAGES[0]!, page: n + 1, blank: true }));
    const [found] = calling(material({ inspection: { quality: many } }));
    expect(found!.evidence).toMatchObject({ count: 60 });
    expect(found!.evidence.pages).toHaveLength(40);
  });

  it('that shows no page is not judged, nor one that does not open, nor the stroke of a pen', () => {
    expect(brief(of('GD-LOCAL-SCAN', material({ inspection: { quality: null } })))).toEqual([
      'GD-LOCAL-SCAN NOT_APPLICABLE NO_PAGES',
    ]);
    expect(brief(of('GD-LOCAL-SCAN', material({ inspection: { readable: 'no' } })))).toEqual([
      'GD-LOCAL-SCAN NOT_RUN NOT_LOOKED_AT',
    ]);
    const signed = described('m1', 'A01', { countersignature: captured('sign.png', { format: 'png' }) });
    expect(of('GD-LOCAL-SCAN', material({}, signed)).map(({ object }) => object)).toEqual([FILE]);
  });
});

describe('a file that is not in order', () => {
  it.each(FAILING)('%s', (_, changes, all, evidence) => {
    const found = calling(material(changes));
    expect(brief(found)).toEqual(all);
    expect(found[0]).toMatchObject({ object: FILE, evidence });
    expect(Object.keys(found[0]!.evidence)).toEqual(Object.keys(evidence));
  });

  it('a format that the item of the scheme does not take; formats of archiving where no item says more', () => {
    const word = captured('m1.docx', { format: 'docx', puid: 'fmt/412' });
    const listed = calling(material({}, described('m1', 'A01', { files: [word] })));
    expect(brief(listed)).toEqual(['GD-3-3 FAIL FORMAT_NOT_ACCEPTED']);
    expect(listed[0]!.evidence).toEqual({ format: 'docx', puid: 'fmt/412', accepted: ['pdf', 'ofd'], by: 'scheme' });
    expect(calling(material({}, described('m1', null, { files: [word] })))).toEqual([]);
    const program = captured('m1.exe', { format: 'executable', puid: 'fmt/899' });
    const unlisted = calling(material({}, described('m1', null, { files: [program] })));
    expect(unlisted[0]).toMatchObject({ code: 'FORMAT_NOT_ACCEPTED', evidence: { by: 'archival' } });
  });

  it('no format we know, which capture did not know either', () => {
    const noise = captured('m1.pdf', { format: 'unknown', puid: null });
    const found = calling(material({}, described('m1', 'A01', { files: [noise] })));
    expect(brief(found)).toEqual(['GD-3-3 FAIL FORMAT_UNKNOWN']);
    expect(
      brief(calling(material({ inspection: { format: 'pdf' } }, described('m1', 'A01', { files: [noise] })))),
    ).toEqual(['GD-1-10 WARN FORMAT_NOT_RECORDED']);
  });

  it('a format of one maker, that will want converting', () => {
    const wps = captured('m1.wps', { format: 'wps', puid: 'x-wps/1' });
    const found = calling(material({}, described('m1', null, { files: [wps] })));
    expect(brief(found)).toEqual(['GD-3-5 WARN FORMAT_AT_RISK']);
    expect(found[0]!.evidence).toEqual({ format: 'wps', puid: 'x-wps/1' });
  });

  it('RAR, which only its maker may pack', () => {
    const rar = captured('m1.rar', { format: 'rar' });
    const facts = material({ inspection: { readable: 'not-looked' } }, described('m1', null, { files: [rar] }));
    expect(brief(of('GD-3-8', facts))).toEqual(['GD-3-8 FAIL COMPRESSION_NOT_OPEN']);
  });

  it('every fault of a file is told, not the first', () => {
    const found = calling(
      material({
        bytes: { sha256: OTHER, size: 1 },
        inspection: {
          format: 'zip',
          extensionAgrees: false,
          readable: 'no',
          problems: ['ARCHIVE_BOMB', 'ENTRY_DAMAGED'],
        },
        scan: { verdict: 'infected', signature: 'X' },
      }),
    );
    expect(brief(found)).toEqual([
      'GD-1-1 FAIL SHA256_DIFFERS',
      'GD-1-10 FAIL SIZE_DIFFERS',
      'GD-1-10 FAIL FORMAT_DIFFERS',
      'GD-1-10 FAIL EXTENSION_DISAGREES',
      'GD-2-7 FAIL CONTENT_INCOMPLETE',
      'GD-3-3 FAIL FORMAT_NOT_ACCEPTED',
      'GD-3-4 FAIL UNREADABLE',
      'GD-3-5 WARN FORMAT_AT_RISK',
      'GD-3-8 FAIL COMPRESSION_BOMB',
      'GD-4-2 FAIL INFECTED',
    ]);
  });
});

describe('the application form', () => {
  it.each([
    [
      'is none by its contract',
      { valid: false, problems: ['applicant.identity.number:ID_NUMBER'] },
      'FORM_NOT_VALID',
      { problems: ['applicant.identity.number:ID_NUMBER'] },
    ],
    ['names another applicant', { commitmentMatches: false }, 'COMMITMENT_DIFFERS', { matches: false }],
  ])('%s', (_, found, code, evidence) => {
    const findings = calling(form(found));
    expect(brief(findings)).toEqual([`GD-LOCAL-FORM FAIL ${code}`]);
    expect(findings[0]).toMatchObject({ object: 'file:form/1', evidence });
  });

  it.each<[FormFacts['age'], string[], object]>([
    ['impossible', ['GD-1-5 FAIL AGE_IMPOSSIBLE'], { age: 'impossible' }],
    ['too-young', ['GD-1-5 WARN AGE_OUTSIDE_MATTER'], { age: 'too-young', leastAge: 0, mostAge: 130 }],
    ['too-old', ['GD-1-5 WARN AGE_OUTSIDE_MATTER'], { age: 'too-old', leastAge: 0, mostAge: 130 }],
    ['fits', [], {}],
    ['none', [], {}],
    [null, [], {}],
  ])('of somebody whose age is %s', (age, all, evidence) => {
    const found = calling(form({ age }));
    expect(brief(found)).toEqual(all);
    expect(found[0]?.evidence ?? {}).toEqual(evidence);
    // Whether it was looked at stands in the pass as well.
    const [pass] = of('GD-1-5', form({ age }));
    if (all.length === 0) expect(pass!.evidence.age).toBe(age ?? 'not-looked');
  });

  it('must be JSON', () => {
    const facts = form();
    const pdf = facts.files.map((file) => ({
      ...file,
      looked: looked(file.captured, { inspection: { format: 'pdf' } }),
    }));
    expect(of('GD-3-3', { ...facts, files: pdf })[0]).toMatchObject({
      code: 'FORMAT_NOT_ACCEPTED',
      evidence: { accepted: ['json'], by: 'contract' },
    });
  });
});

describe('what was not looked at', () => {
  const withLooked = (one: InspectedFile | null): MaterialFacts => {
    const facts = material();
    return { ...facts, files: facts.files.map((file) => ({ ...file, looked: one })) };
  };
  const ABOUT_CONTENT = ['GD-1-1', 'GD-1-10', 'GD-1-11', 'GD-2-7', 'GD-3-3', 'GD-3-4', 'GD-3-8', 'GD-4-2'];

  it('is never a pass: every item about the file says that it did not run', () => {
    const found = judgeMaterial(RULES, withLooked(null)).filter(({ item }) => ABOUT_CONTENT.includes(item));
    expect(found.map(({ item, outcome }) => [item, outcome])).toEqual(ABOUT_CONTENT.map((item) => [item, 'NOT_RUN']));
  });

  it('because it is not there is a failure of the link from metadata to content, and of that alone', () => {
    const { content } = captured(FILE_NAME);
    const gone = withLooked({ content, bytes: null, inspection: null, scan: null });
    expect(calling(gone)).toMatchObject([{ item: 'GD-1-11', outcome: 'FAIL', code: 'CONTENT_MISSING', object: FILE }]);
    const others = judgeMaterial(RULES, gone).filter(({ item }) => ABOUT_CONTENT.includes(item) && item !== 'GD-1-11');
    expect(others.every(({ outcome }) => outcome === 'NOT_RUN')).toBe(true);
  });

  it('by the scanner does not run; a form nobody read does not run; formats nobody says are not run', () => {
    expect(brief(of('GD-4-2', material({ scan: { verdict: 'not-run' } })))).toEqual(['GD-4-2 NOT_RUN NOT_SCANNED']);
    expect(brief(of('GD-LOCAL-FORM', form(null)))).toEqual(['GD-LOCAL-FORM NOT_RUN NOT_LOOKED_AT']);
    const facts = material();
    const unknown = { ...facts, files: facts.files.map((file) => ({ ...file, accepted: null })) };
    expect(brief(of('GD-3-3', unknown))).toEqual(['GD-3-3 NOT_RUN ACCEPTED_UNKNOWN']);
  });
});
