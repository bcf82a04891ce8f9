/** A page of a copy, in points: where the archived page stands on it, and how large the strip below is. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** What the strip and the watermark are measured in: 1 for A4. */
  readonly unit: number;
  /** Where the archived page's lower left corner is, and by what it is scaled. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const A4 = { short: 595.28, long: 841.89 } as const;
/** Height of the strip, in units. */
export const STRIP = 66;
/** No page of a PDF is larger (ISO 32000-1 annex C). */
export const LARGEST = 14_400;
/** Pages with a shorter side are put on A4: marks would not be legible on them. */
const SMALLEST = 380;

/** The sheet for a page of a document: as large as the page, whose picture is drawn in to leave the strip free, so that nothing of it is covered. */
export function sheetOver(width: number, height: number): Sheet {
  if (Math.min(width, height) < SMALLEST) return a4For(width, height);
  const unit = Math.min(3, Math.max(0.75, Math.min(width, height) / A4.short));
  const strip = STRIP * unit;
  const scale = (height - strip) / height;
  return { width, height, unit, scale, x: (width - width * scale) / 2, y: strip };
}

/** A4, upright or lying as the picture is; the picture is made smaller to fit, never larger. */
export function a4For(width: number, height: number): Sheet {
  const lying = width > height;
  const page = lying ? { width: A4.long, height: A4.short } : { width: A4.short, height: A4.long };
  const room = page.height - STRIP;
  const scale = Math.min(1, page.width / width, room / height);
  return {
    ...page,
    unit: 1,
    scale,
    x: (page.width - width * scale) / 2,
    y: STRIP + (room - height * scale) / 2,
  };
}
