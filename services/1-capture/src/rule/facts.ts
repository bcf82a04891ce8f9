import type { CapturedFile, ChainObject, FileRefusal, FilesFacts, PublishedFile } from '@guidang/contracts';
import type { Announced, AnnouncedFiles } from './announced.ts';

/** What gathering finds, by kind of event: its files, the chain object of a closing, or nothing. */
export type CaptureFacts = FilesFacts | { readonly chain: ChainObject } | Readonly<Record<string, never>>;

/** Facts that no gathering returns for this event. A decision cannot rest on them; whoever decides again finds them out. */
export class ImpossibleFacts extends Error {
  override readonly name = 'ImpossibleFacts';
}

/** The facts of an event's files, as captured and refused ones. */
export interface TakenIn {
  readonly files: readonly CapturedFile[];
  readonly countersignature: CapturedFile | null;
  readonly refused: readonly FileRefusal[];
}

const isRefusal = (outcome: CapturedFile | FileRefusal): outcome is FileRefusal => 'code' in outcome;

/**
 * Puts the facts beside what was announced. Each file must be there, under its name, and a captured one must be what the publisher said it is.
 * @throws ImpossibleFacts
 */
export function takenIn({ files, countersignature }: AnnouncedFiles, facts: FilesFacts): TakenIn {
  if (files.length !== facts.files.length) throw new ImpossibleFacts('another number of files than was announced');
  if ((countersignature === null) !== (facts.countersignature === null))
    throw new ImpossibleFacts('a countersignature that was not announced, or none where one was');
  const outcomes = files.map((announced, i) => held(announced, facts.files[i]!));
  const signed = countersignature && held(countersignature, facts.countersignature!);
  const captured = outcomes.filter((outcome): outcome is CapturedFile => !isRefusal(outcome));
  return {
    files: captured,
    countersignature: signed && !isRefusal(signed) ? signed : null,
    refused: [...outcomes, ...(signed ? [signed] : [])].filter(isRefusal),
  };
}

function held({ field, file }: Announced, outcome: CapturedFile | FileRefusal): CapturedFile | FileRefusal {
  const fits = isRefusal(outcome) ? outcome.field.startsWith(field) : isWhatWasSaid(file, outcome);
  if (!fits || outcome.name !== file.name) throw new ImpossibleFacts(`${field}: not the file that was announced`);
  return outcome;
}

function isWhatWasSaid(said: PublishedFile, found: CapturedFile): boolean {
  return (
    found.size > 0 &&
    (said.content ?? found.content) === found.content &&
    `sha256:${said.sha256 ?? found.content.slice('sha256:'.length)}` === found.content &&
    (said.sm3 ?? found.sm3) === found.sm3 &&
    (said.size ?? found.size) === found.size &&
    (said.pages ?? null) === found.pages
  );
}
