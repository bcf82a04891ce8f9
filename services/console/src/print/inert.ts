/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text that no spreadsheet computes, whatever it begins with, and that XML can hold. */
export const inert = (text: string): string => {
  const clean = text.replace(/[\p{Cc}\ufffe\uffff]/gu, ' ').toWellFormed();
  return FORMULA.test(clean) ? `'${clean}` : clean;
};
