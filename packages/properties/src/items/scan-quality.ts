import type { Finding, PageQuality } from '@guidang/contracts';
import { z } from 'zod';
import type { FileLookedAt } from '../facts.ts';
import { item, type Say } from '../item.ts';
import { amount } from '../parameters.ts';

const codes = {
  SCAN_GOOD: ['PASS', 'no page is blank, askew, dark, faint, coarse or there twice'],
  BLANK_PAGES: ['WARN', 'nothing on it but paper, shadows and dust'],
  SKEWED: ['WARN', 'its lines run askew'],
  DARK: ['WARN', 'the paper itself is dark'],
  FAINT: ['WARN', 'hardly darker than the paper it stands on'],
  COARSE: ['WARN', 'fewer dots per inch than a scan has to have'],
  SAME_PAGES: ['WARN', 'shows what an earlier page of the file shows'],
  NO_PAGES: ['NOT_APPLICABLE', 'no pages to be seen: data, text, sound'],
  NOT_LOOKED_AT: ['NOT_RUN', 'the file was not opened, or could not be'],
} as const;
type Code = keyof typeof codes;

const parameters = z.strictObject({
  skewDegrees: amount('lines that fall or rise by more are askew'),
  darkPaper: amount('grey level, 0 to 255: paper below is dark'),
  faintContrast: amount('grey levels between paper and ink: less is faint'),
  leastDpi: amount('dots per inch of a scan, at least (GB/T 18894-2016, DA/T 31: 200)'),
});
type Parameters = z.infer<typeof parameters>;

const MOST_PAGES = 40;

/** What is wrong with a page, and how much of it: `3 (2.4°)`. */
type Fault = readonly [code: Code, wrong: (page: PageQuality) => boolean, measure: (page: PageQuality) => string];

const faultsFor = ({ skewDegrees, darkPaper, faintContrast, leastDpi }: Parameters): readonly Fault[] => [
  ['BLANK_PAGES', ({ blank }) => blank, ({ ink }) => `${(ink * 100).toFixed(2)} %`],
  ['SKEWED', ({ skew = 0 }) => Math.abs(skew) > skewDegrees, ({ skew = 0 }) => `${skew.toFixed(1)}°`],
  ['DARK', ({ paper }) => paper < darkPaper, ({ paper }) => String(Math.round(paper))],
  [
    'FAINT',
    ({ blank, contrast }) => !blank && contrast < faintContrast,
    ({ contrast }) => String(Math.round(contrast)),
  ],
  ['COARSE', ({ dpi }) => dpi !== undefined && dpi < leastDpi, ({ dpi = 0 }) => `${Math.round(dpi)} dpi`],
  ['SAME_PAGES', ({ sameAs }) => sameAs !== undefined, ({ sameAs }) => `= ${sameAs}`],
];

function judged(say: Say<Code>, { object, looked, captured }: FileLookedAt, faults: readonly Fault[]): Finding[] {
  const inspection = looked?.inspection;
  if (inspection?.readable !== 'yes') return [say('NOT_LOOKED_AT', object, { recorded: captured.format })];
  const { quality, format, inspector } = inspection;
  if (quality === null || quality.length === 0) return [say('NO_PAGES', object, { format })];
  const told = faults.flatMap(([code, wrong, measure]) => {
    const pages = quality.filter(wrong);
    if (pages.length === 0) return [];
    const named = pages.slice(0, MOST_PAGES).map((page) => `${page.page} (${measure(page)})`);
    return [say(code, object, { count: pages.length, pages: named })];
  });
  return told.length > 0 ? told : [say('SCAN_GOOD', object, { inspector, pages: quality.length })];
}

/** A clerk at the window is told which page to lay on the glass again, while the applicant is still there. */
export const scanQuality = item(
  {
    code: 'GD-LOCAL-SCAN',
    zh: '扫描质量检测',
    en: 'quality of the scan',
    property: 'usability',
    level: 'WARN',
    mode: 'AUTO',
    looksAt:
      'each page of a file as it looks: blank, askew (`skewDegrees`), dark (`darkPaper`), faint (`faintContrast`), coarse (`leastDpi`), there twice; countersignatures are a stroke of the pen and not judged',
    basis: 'ours: no item of the standard is about it; 200 dpi by DA/T 31-2017 (recalled)',
    sure: 'local',
    built: 'yes',
    parameters,
    codes,
  },
  ['file'],
  (say, parameters) => {
    const faults = faultsFor(parameters);
    return {
      file: ({ files }) => files.filter(({ role }) => role === 'file').flatMap((one) => judged(say, one, faults)),
    };
  },
);
