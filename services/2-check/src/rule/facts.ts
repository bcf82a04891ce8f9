import type { ClosingFacts, InspectedFile, MaterialChecked, ReviewFacts } from '@guidang/contracts';

export type MaterialFound = MaterialChecked['facts'];
/** What gathering finds: of a material its files, of a closing its chain and the scanner, of what ends a review the chain, of any other decision nothing. */
export type CheckFacts = MaterialFound | ClosingFacts | ReviewFacts | Readonly<Record<string, never>>;

/** Facts that no gathering returns for this input. A decision cannot rest on them; whoever decides again finds them out. */
export class ImpossibleFacts extends Error {
  override readonly name = 'ImpossibleFacts';
}

/** The facts of exactly these files, in this order. @throws ImpossibleFacts */
export function filesOf({ files }: MaterialFound, contents: readonly string[]): readonly InspectedFile[] {
  if (files.length !== contents.length) throw new ImpossibleFacts('another number of files than the material has');
  if (files.some(({ content }, i) => content !== contents[i])) throw new ImpossibleFacts('facts of another file');
  return files;
}
