import { ELSEWHERE, HOSTILE } from './inputs.ts';

export const DOCUMENT = new URL('../../../../docs/formats/hostile.md', import.meta.url);

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const tables = (): string =>
  [
    '| input | findings |',
    '|---|---|',
    ...HOSTILE.map(([input, , findings]) => row([input, findings.map((one) => `\`${one}\``).join('<br>')])),
    '',
    '| input | test | what comes of it |',
    '|---|---|---|',
    ...ELSEWHERE.map(([input, file, test, comesOf]) => row([input, `${file}: ${test}`, comesOf])),
  ].join('\n');

/** The document with its tables renewed. */
export const whole = (document: string): string =>
  document.replace(
    /(<!-- inputs -->\n)[\s\S]*?(<!-- \/inputs -->)/,
    (_, start: string, end: string) => `${start}\n${tables()}\n\n${end}`,
  );
