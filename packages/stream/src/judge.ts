import type { AnyRule, RawRecord } from '@guidang/contracts';
import { blank, type CaseMemory } from './make-link.ts';
import { type LinkFinding, type OpenedLink, redecide } from './redecide.ts';
import { type RuleVersions, ruleOf, versionsOf } from './rule-versions.ts';
import type { SchemeBook } from './schemes.ts';

/** Decides the links of one step and partition again, each by the rules it names, one after the other, remembering what the step itself would. */
export class ChainJudge {
  readonly #versions: RuleVersions;
  readonly #schemes: SchemeBook;
  readonly #cases = new Map<string, CaseMemory>();

  constructor(rules: AnyRule | RuleVersions, schemes: SchemeBook) {
    this.#versions = versionsOf(rules);
    this.#schemes = schemes;
  }

  /** What the step remembers of a case after the links judged so far. */
  memory(caseNumber: string): CaseMemory {
    return this.#cases.get(caseNumber) ?? blank(this.#versions[0], caseNumber);
  }

  /** @param input the record the link says it answers */
  judge(opened: OpenedLink, input: RawRecord): LinkFinding[] {
    const { case: name, decider } = opened.link;
    const rule = ruleOf(this.#versions, decider.rules);
    const memory = this.#cases.get(name) ?? blank(rule, name);
    const { findings, after } = redecide(rule, memory, opened, input, this.#schemes);
    this.#cases.set(name, after);
    return findings;
  }

  /** Forgets a case that is over, so that memory holds open ones only. */
  forget(caseNumber: string): void {
    this.#cases.delete(caseNumber);
  }
}

/** Gives the records of one input partition from an offset on, in their order, a piece at a time; an empty piece is the end. */
export type ReadOn = (from: number) => Promise<{ records: readonly RawRecord[]; next: number }>;

/** Walks forward through an input partition: a step answers its inputs in their order, so what lies behind is not asked for again. */
export class InputCursor {
  readonly #readOn: ReadOn;
  #ahead: readonly RawRecord[] = [];
  #at = 0;
  #next: number;
  readonly #leaps: boolean;

  /** @param from where to begin; with `leaps`, what lies between is not read, and `passed` is not told of it */
  constructor(readOn: ReadOn, from = 0, { leaps = false } = {}) {
    this.#readOn = readOn;
    this.#next = from;
    this.#leaps = leaps;
  }

  /**
   * The record at this offset; undefined where there is none. Never goes back.
   * @param passed called with every record that is passed over on the way: inputs that no link answers
   */
  async at(offset: number, passed: (record: RawRecord) => void = () => {}): Promise<RawRecord | undefined> {
    for (;;) {
      for (; this.#at < this.#ahead.length; this.#at++) {
        const record = this.#ahead[this.#at]!;
        if (record.offset > offset) return undefined;
        if (record.offset === offset) {
          this.#at += 1;
          return record;
        }
        passed(record);
      }
      if (this.#leaps && offset > this.#next) this.#next = offset;
      const { records, next } = await this.#readOn(this.#next);
      if (next === this.#next) return undefined;
      [this.#ahead, this.#at, this.#next] = [records, 0, next];
    }
  }
}
