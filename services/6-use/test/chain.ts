import {
  archiveTopic,
  type Link,
  linkHeaders,
  type Park,
  type RawRecord,
  type Skip,
  type UseLink,
} from '@guidang/contracts';
import { blank, type CaseMemory, ChainJudge, makeLink, openLink, type SchemeBook } from '@guidang/stream';
import { type UseFacts, type UseState, useRule } from '../src/decide.ts';
import { bookWith } from './stored.ts';

export type Took = Skip | Park | { do: 'emit'; link: UseLink };

/** The chain of one case as the runtime would write it; every link is decided again by the judge before anything is said of it. */
export class Chain {
  memory: CaseMemory<UseState>;
  readonly links: UseLink[] = [];
  readonly #book: SchemeBook;
  readonly #judge: ChainJudge;

  constructor(caseNumber: string, book = bookWith()) {
    this.memory = blank(useRule, caseNumber);
    this.#book = book;
    this.#judge = new ChainJudge(useRule, book);
  }

  take(record: RawRecord, facts: UseFacts): Took {
    const input = useRule.parse(record);
    const named = useRule.schemeOf(this.memory.state, input.value);
    const scheme = named && this.#book.find(named.id, named.version);
    const considered = useRule.consider({ state: this.memory.state, input: input.value, scheme });
    if (considered.do !== 'gather') return considered;
    const at = new Date(record.timestamp + 500).toISOString();
    const made = makeLink(useRule, this.memory, { record, input, scheme, facts, at, software: '0.1.0' });
    const output: RawRecord = {
      topic: archiveTopic('use'),
      partition: record.partition,
      offset: this.links.length,
      timestamp: record.timestamp + 600,
      key: record.key,
      value: made.bytes,
      headers: linkHeaders(made.link as Link),
    };
    const findings = this.#judge.judge(openLink('use', output), record);
    if (findings.length > 0) throw new Error(`decided otherwise again: ${JSON.stringify(findings)}`);
    const link = JSON.parse(Buffer.from(made.bytes).toString()) as UseLink;
    this.memory = made.after;
    this.links.push(link);
    return { do: 'emit', link };
  }
}

type Bodies = { [L in UseLink as L['type']]: L['body'] };

/** The body of the link that was written. @throws where none was, or one of another type */
export function body<T extends keyof Bodies>(took: Took, type: T): Bodies[T] {
  if (took.do !== 'emit') throw new Error(`${took.do}: ${took.reason}`);
  if (took.link.type !== type) throw new Error(`a ${took.link.type}, not a ${type}`);
  return took.link.body as Bodies[T];
}
