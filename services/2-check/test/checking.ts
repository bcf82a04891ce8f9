import { type CheckLink, type Feedback, Feedback as FeedbackContract, LINKS, type RawRecord } from '@guidang/contracts';
import { blank, type CaseMemory, ChainJudge, type LinkFinding, makeLink, openLink } from '@guidang/stream';
import { type CheckFacts, type CheckState, checkRule } from '../src/decide.ts';
import { CASE } from './capture.ts';
import { factsFor } from './found.ts';
import { PUBLISHED, SCHEMES } from './scheme.ts';

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

  take(record: RawRecord, changes: Parameters<typeof factsFor>[2] = {}): Answer {
    const input = checkRule.parse(record);
    const { state } = this.memory;
    const named = checkRule.schemeOf(state, input.value);
    const scheme = named && this.schemeKnown ? PUBLISHED : undefined;
    const considered = checkRule.consider({ state, input: input.value, scheme });
    if (considered.do !== 'gather') return { did: considered.do, says: considered.reason, feedback: [] };
    return this.decide(record, factsFor(record, this.memory.next, changes));
  }

  takeAll(...records: RawRecord[]): Answer[] {
    return records.map((record) => this.take(record));
  }

  decide(record: RawRecord, facts: CheckFacts): Answer {
    const input = checkRule.parse(record);
    const made = makeLink(checkRule, this.memory, {
      record,
      input,
      scheme: PUBLISHED,
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
    const judge = new ChainJudge(checkRule, SCHEMES);
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
