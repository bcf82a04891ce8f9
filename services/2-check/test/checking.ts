import {
  type CheckLink,
  type Feedback,
  Feedback as FeedbackContract,
  type Gather,
  LINKS,
  type Park,
  type PublishedScheme,
  type RawRecord,
  type Skip,
} from '@guidang/contracts';
import {
  blank,
  type CaseMemory,
  ChainJudge,
  type LinkFinding,
  makeLink,
  openLink,
  type SchemeBook,
} from '@guidang/stream';
import { type CheckFacts, type CheckInput, type CheckState, checkRule } from '../src/decide.ts';
import { CASE } from './capture.ts';
import { factsFor, factsForDecision } from './found.ts';
import { SCHEMES } from './scheme.ts';

export const AT = '2026-03-07T00:00:00.000Z';

export interface Answer {
  readonly did: 'link' | 'skip' | 'park';
  /** of a link its type, else the reason */
  readonly says: string;
  readonly link?: CheckLink;
  readonly hash?: string;
  readonly bytes?: Uint8Array;
  readonly feedback: readonly Feedback[];
}

/** Check at work on one case, as the runtime runs it, with facts that are made up. */
export class Checking {
  memory: CaseMemory<CheckState> = blank(checkRule, CASE);
  readonly written: { answer: Answer; input: RawRecord }[] = [];
  schemeKnown = true;
  schemes: SchemeBook = SCHEMES;

  take(record: RawRecord, changes: Parameters<typeof factsFor>[2] = {}): Answer {
    const considered = this.considered(record);
    if (considered.do !== 'gather') return { did: considered.do, says: considered.reason, feedback: [] };
    const { value } = checkRule.parse(record);
    return this.decide(
      record,
      value.type === 'finding.resolved'
        ? factsForDecision(this.memory.state, value)
        : factsFor(record, this.memory.next, changes),
    );
  }

  considered(record: RawRecord): Gather | Skip | Park {
    const input = checkRule.parse(record);
    const { state } = this.memory;
    return checkRule.consider({ state, input: input.value, scheme: this.#scheme(input.value) });
  }

  #scheme(input: CheckInput): PublishedScheme | undefined {
    const named = this.schemeKnown ? checkRule.schemeOf(this.memory.state, input) : undefined;
    return named && this.schemes.find(named.id, named.version);
  }

  takeAll(...records: RawRecord[]): Answer[] {
    return records.map((record) => this.take(record));
  }

  decide(record: RawRecord, facts: CheckFacts): Answer {
    const input = checkRule.parse(record);
    const made = makeLink(checkRule, this.memory, {
      record,
      input,
      scheme: this.#scheme(input.value),
      facts,
      at: AT,
      software: '0.1.0',
    });
    const link = LINKS.check.parse(JSON.parse(Buffer.from(made.bytes).toString()));
    this.memory = made.after;
    const feedback = checkRule.feedback(made.link as never, input.value).map((one) => FeedbackContract.parse(one));
    const answer: Answer = { did: 'link', says: link.type, link, hash: made.hash, bytes: made.bytes, feedback };
    this.written.push({ answer, input: record });
    return answer;
  }

  /** What an auditor finds who decides every link again. @param change alters a link before it is judged */
  judged(change: (link: CheckLink, i: number) => void = () => {}): LinkFinding[] {
    const judge = new ChainJudge(checkRule, this.schemes);
    return this.written.flatMap(({ answer, input }, i) => {
      const link = structuredClone(JSON.parse(Buffer.from(answer.bytes!).toString())) as CheckLink;
      change(link, i);
      return judge.judge(openLink('check', recordOf(Buffer.from(JSON.stringify(link)), i)), input);
    });
  }
}

const recordOf = (value: Buffer, offset: number): RawRecord => ({
  ...{ topic: 'archive.check', partition: 1, offset, timestamp: Date.parse(AT) },
  ...{ key: Buffer.from(CASE), value, headers: {} },
});
