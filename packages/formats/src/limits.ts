/** How much one file may cost. Beyond a limit the answer is a problem with a code, never a pass. */
export interface Limits {
  /** milliseconds for one file; then its process is ended */
  readonly timeMs: number;
  /** bytes of resident memory of an inspecting process; then it is ended */
  readonly memoryBytes: number;
  /** bytes of a PDF that is opened; it lies in memory whole */
  readonly pdfBytes: number;
  /** pages of a PDF that are drawn; of a longer one half from the start and half from the end. All are loaded */
  readonly drawnPages: number;
  /** pixels of one image */
  readonly pixels: number;
  /** pixels of its longer side: decoders hold whole rows, and several of them */
  readonly side: number;
  /** images of one file (TIFF) that are decoded */
  readonly frames: number;
  /** bytes of a text, XML or JSON file that is read whole */
  readonly textBytes: number;
  /** entries of an archive, with those of archives inside it */
  readonly entries: number;
  /** bytes of all entries unpacked */
  readonly unpackedBytes: number;
  /** unpacked to packed, where more than 16 MiB come out */
  readonly ratio: number;
  /** archives inside archives */
  readonly depth: number;
}

const MIB = 1024 ** 2;

export const LIMITS: Limits = {
  timeMs: 20_000,
  memoryBytes: 1200 * MIB,
  pdfBytes: 256 * MIB,
  drawnPages: 200,
  pixels: 400e6,
  side: 100_000,
  frames: 500,
  textBytes: 64 * MIB,
  entries: 10_000,
  unpackedBytes: 1024 * MIB,
  ratio: 200,
  depth: 3,
};
