import { archivalYear } from '@guidang/contracts';
import type { Report } from '../package/elsewhere.ts';
import type { Received } from '../rule/received.ts';
import { cut, cutFinely } from './cutter.ts';
import { type Entry, linesOf } from './entry.ts';
import { vectorOf, type Weighted } from './vector.ts';

/** A package from elsewhere as it stands in the index. Its files and what its metadata says may name people, and are kept with what can be forgotten. */
export interface ReceivedEntry extends Omit<Entry, 'index' | 'sharing'> {
  readonly received: {
    readonly at: string;
    /** 统一社会信用代码 of who handed it over; null where it has none */
    readonly sender: string | null;
    readonly profile: string;
  };
  readonly files: readonly {
    readonly path: string;
    readonly title: string;
    readonly content: string;
    readonly size: number;
    readonly puid: string | null;
  }[];
  readonly described: readonly { readonly element: string; readonly zh: string; readonly value: string }[];
}

/** Makes the entry of a package from elsewhere from its report and from what its link says. Pure: the same package gives the same entry. */
export function receivedEntryOf(
  { referenceCode: number, receivedAt, sender, profile, package: of }: Received,
  { referenceCodes, contents }: Report,
): ReceivedEntry {
  const { listed = [], described = [] } = contents ?? {};
  const codes = [number, ...referenceCodes];
  const senders = sender === null ? [] : [sender];
  const names = listed.map(({ name }) => name);
  const values = described.map(({ value }) => value);
  const ours: Weighted[] = [
    { weight: 'A', texts: codes, cut: cutFinely },
    { weight: 'C', texts: [...senders, profile], cut },
  ];
  const theirs: Weighted[] = [
    { weight: 'B', texts: names, cut: cutFinely },
    { weight: 'C', texts: values, cut: cutFinely },
  ];
  const { words } = vectorOf(ours);
  const all = vectorOf([...ours, ...theirs]);
  return {
    case: number,
    referenceCode: referenceCodes[0] ?? number,
    package: of.content,
    year: archivalYear(receivedAt),
    text: linesOf([...codes, ...senders, profile]),
    ...{ words, wordCount: all.count },
    people: { salt: '', text: linesOf([...names, ...values]), words: all.words, people: [] },
    received: { at: receivedAt, sender, profile },
    files: listed.map(({ path, name, content, size, puid }) => ({ path, title: name, content, size, puid })),
    described,
  };
}
