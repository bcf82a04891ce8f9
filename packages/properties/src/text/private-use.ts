/**
 * Characters that older systems keep in the private area, and where GB 18030-2005 and -2022 have them now. A private character shows as another sign, or as none,
 * wherever its font is not at hand.
 */
const MOVED: ReadonlyMap<number, number> = new Map([
  ...Array.from({ length: 10 }, (_, i): [number, number] => [
    0xe78d + i,
    [0xfe10, 0xfe12, 0xfe11, 0xfe13, 0xfe14, 0xfe15, 0xfe16, 0xfe17, 0xfe18, 0xfe19][i]!,
  ]),
  [0xe816, 0x20087],
  [0xe817, 0x20089],
  [0xe818, 0x200cc],
  [0xe81e, 0x9fb4],
  [0xe826, 0x9fb5],
  [0xe82b, 0x9fb6],
  [0xe82c, 0x9fb7],
  [0xe831, 0x215d7],
  [0xe832, 0x9fb8],
  [0xe83b, 0x2298f],
  [0xe843, 0x9fb9],
  [0xe854, 0x9fba],
  [0xe855, 0x241fe],
  [0xe864, 0x9fbb],
]);

export const isPrivate = (point: number): boolean =>
  (point >= 0xe000 && point <= 0xf8ff) || (point >= 0xf0000 && point <= 0x10ffff);

/** The character that a private one has become; undefined where nobody knows. */
export const movedTo = (point: number): number | undefined => MOVED.get(point);
