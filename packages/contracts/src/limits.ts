/** Limits on what travels. A record beyond them is parked at the first edge that sees it. */
export const LIMITS = {
  /** Bytes of one record's value that a step will parse. The broker takes more, so that the refusal is ours and says why. */
  recordBytes: 1_048_576,
  /** Nesting of objects and arrays in a record. */
  depth: 16,
  /** Files of one case. */
  filesPerCase: 2_000,
  /** 办理环节 recorded in one case, and results it may end in: with the files they keep the closing link below what a broker takes. */
  stepsPerCase: 500,
  resultsPerCase: 100,
  /** Files of one material. */
  filesPerMaterial: 200,
  /** Bytes of one file: 20 GiB. */
  fileBytes: 20 * 1024 ** 3,
  /** A record may be dated this far ahead of the broker's clock (milliseconds): clocks differ, futures do not exist. */
  aheadMs: 5 * 60_000,
} as const;
