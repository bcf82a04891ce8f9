/** What looks like the number of a person: identity numbers, mobile phones, bank cards. Where it is part of a longer word it is a code or a digest and stays. */
const NUMBERS = /(?<![0-9A-Za-z:])(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9}|\d{16,19})(?![0-9A-Za-z])/g;

/** A text in which no number of a person is left, for records that were put aside for just that. */
export const struckOut = (text: string): string =>
  text.replace(NUMBERS, (found) => `${found.slice(0, 3)}${'*'.repeat(found.length - 3)}`);
