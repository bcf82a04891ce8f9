/** A fault that changes nothing anybody could see, and why. It is known by its place: file, line as it stands, what stood there and what would stand there. */
export interface Equivalent {
  readonly file: string;
  readonly text: string;
  readonly was: string;
  readonly instead: string;
  readonly because: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [];
