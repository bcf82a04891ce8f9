import type { Random } from '../../random.ts';
import { A4, footer, type Mark, type Sheet } from '../sheet.ts';
import * as chars from './characters.ts';

/** A plan: plots, roads, dimensions and a title block. Slots: name, date, serial. */
export function drawingSheet(title: string, random: Random): Sheet {
  const marks: Mark[] = [
    { kind: 'box', x: 24, y: 24, w: 547, h: 794, width: 2 },
    { kind: 'box', x: 34, y: 34, w: 527, h: 774, width: 0.8 },
  ];
  for (let i = 0; i < 26; i++) {
    const [x, y] = [60 + random.below(400), 70 + random.below(530)];
    const [w, h] = [random.between(30, 110), random.between(24, 90)];
    marks.push({ kind: 'box', x, y, w, h, width: 1 });
    for (let k = 6; k < w + h && random.chance(0.93); k += 6) {
      marks.push({
        kind: 'line',
        x1: x + Math.min(k, w),
        y1: y + Math.max(0, k - w),
        x2: x + Math.max(0, k - h),
        y2: y + Math.min(k, h),
        width: 0.3,
      });
    }
    marks.push({ kind: 'text', x: x + 3, y: y - 3, size: 7, text: `${w * 100}x${h * 100}` });
  }
  for (let i = 0; i < 5; i++) {
    const y = 90 + i * 120 + random.below(30);
    marks.push({ kind: 'line', x1: 34, y1: y, x2: 561, y2: y + random.below(30) - 15, width: 1.4 });
  }
  const block = (i: number, text: string): Mark[] => [
    { kind: 'box', x: 341, y: 688 + i * 24, w: 220, h: 24, width: 0.8 },
    { kind: 'text', x: 348, y: 704 + i * 24, size: 9, text },
  ];
  return {
    ...A4,
    marks: [
      ...marks,
      { kind: 'box', x: 341, y: 688, w: 220, h: 120, fill: 'white' },
      ...block(0, `图名　${title}`),
      ...block(1, '设计单位　东莞市规划设计院'),
      ...block(2, '申报单位'),
      ...block(3, '出图日期'),
      ...block(4, '比例 1:500　图号'),
      { kind: 'text', x: 396, y: 752, size: 9, text: { slot: 'name', draws: chars.APPLICANTS } },
      { kind: 'text', x: 396, y: 776, size: 9, text: { slot: 'date', draws: chars.DATES } },
      { kind: 'text', x: 436, y: 800, size: 9, text: { slot: 'serial', draws: chars.CODES } },
      ...footer(A4.width, A4.height + 8),
    ],
  };
}

/** A picture taken at the place: ground, walls, windows, and when and for which case it was taken. Slots: date, serial. */
export function photoSheet(random: Random): Sheet {
  const [width, height] = [432, 324];
  const marks: Mark[] = [
    { kind: 'box', x: -20, y: -20, w: width + 40, h: height + 40, fill: 'tint' },
    {
      kind: 'shape',
      points: [
        [-20, 210],
        [width + 20, 190],
        [width + 20, height + 20],
        [-20, height + 20],
      ],
      fill: 'grey',
    },
  ];
  for (let i = 0; i < 4; i++) {
    const [x, w, top] = [i * 112 - 8 + random.below(20), random.between(70, 108), random.between(30, 110)];
    marks.push({
      kind: 'box',
      x,
      y: top,
      w,
      h: 205 - top,
      fill: random.pick(['gold', 'white', 'blue', 'red'] as const),
    });
    for (let k = 0; k < 6; k++) {
      marks.push({
        kind: 'box',
        x: x + 10 + (k % 3) * (w / 3.4),
        y: top + 14 + Math.floor(k / 3) * 40,
        w: w / 5,
        h: 22,
        fill: 'black',
      });
    }
  }
  return {
    width,
    height,
    marks: [
      ...marks,
      { kind: 'text', x: 12, y: height - 34, size: 11, text: { slot: 'date', draws: chars.DATES }, ink: 'white' },
      { kind: 'text', x: 12, y: height - 16, size: 11, text: { slot: 'serial', draws: chars.CODES }, ink: 'white' },
      ...footer(width, height + 14),
    ],
  };
}

/** What the applicant signs on the tablet at the window. Slots: name, date. */
export function countersignatureSheet(): Sheet {
  return {
    width: 300,
    height: 130,
    marks: [
      { kind: 'text', x: 14, y: 26, size: 10, text: '本人已当场核对，扫描件与所提交原件一致。' },
      { kind: 'line', x1: 14, y1: 98, x2: 286, y2: 98, width: 0.5, ink: 'grey' },
      { kind: 'text', x: 90, y: 84, size: 34, text: { slot: 'name', draws: chars.APPLICANTS }, ink: 'blue' },
      { kind: 'text', x: 14, y: 118, size: 9, text: { slot: 'date', draws: chars.DATES } },
    ],
  };
}
