/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A text that no spreadsheet computes, whatever it begins with: an apostrophe says that it is text. */
export const inert = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** One line of CSV (RFC 4180), every cell inert and quoted where it has to be. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells
    .map((cell) => inert(cell === null ? '' : String(cell)))
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',')}\r\n`;

/** A byte order mark, without which Excel takes UTF-8 for the machine's own code page. */
export const csv = (lines: readonly (readonly (string | number | null)[])[]): string =>
  `\ufeff${lines.map(csvLine).join('')}`;
