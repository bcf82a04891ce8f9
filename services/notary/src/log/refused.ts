import type { Fault, RawRecord } from '@guidang/contracts';
import type { LinkFinding } from '@guidang/stream';

/** What is wrong with a link and where, without what stands there: that may be anything at all, a name or an opinion among it. */
export interface Objection {
  readonly code: LinkFinding['code'];
  /** Path of the field in the link. */
  readonly field: string;
}

/** The rule that each code says was broken, in words that are the same for every link. */
const RULES: Readonly<Record<LinkFinding['code'], string>> = {
  CASE_GAP: "the link's number is not the next one of its case / 链节序号不连续",
  PREV_HASH: 'the link does not name the one before it / 链节未指向其前一链节',
  INPUT_HASH: 'the record it answers is not the one it names / 所答记录与链节所记摘要不一致',
  INPUT_CASE: 'the link does not answer a record of its case and partition / 链节未应答本办件本分区的记录',
  RULES_UNKNOWN: 'no rules of this step bear the digest it names / 本环节没有该摘要的规则',
  SCHEME_UNKNOWN: 'the scheme it names is not the one that holds / 所记方案不是应适用的方案',
  DECISION_DIFFERS: 'deciding again from its facts gives another link / 依其所记事实重新判定，结果不同',
};

/** Names of our contracts and positions in lists. A name that somebody else thought of is not repeated: it may itself be content. */
const OURS = /^(?:[a-z][A-Za-z0-9]{0,39}|[A-Z][A-Z0-9_]{0,39}|\(bytes\))?(?:\[\d{1,6}\])*$/;

const placeOf = (field: string): string =>
  field
    .split('.')
    .slice(0, 20)
    .map((name) => (OURS.test(name) ? name : '*'))
    .join('.');

/** A link does not follow from its facts. The notary stops: what is in the log has been decided again, always. */
export class LinkRefused extends Error {
  readonly record: RawRecord;
  readonly objections: readonly Objection[];

  constructor(record: RawRecord, findings: readonly Objection[]) {
    const objections = findings.map(({ code, field }) => ({ code, field: placeOf(field) }));
    const [first] = objections;
    super(
      `链节不成立，存证停止 / a link does not follow from its facts, the notary stops: ${record.topic}-${record.partition}@${record.offset} ` +
        `${first?.code} ${first?.field}`,
    );
    this.name = 'LinkRefused';
    this.record = record;
    this.objections = objections;
  }

  /** For the log. */
  get told(): { objections: readonly Objection[]; topic: string; partition: number; offset: number } {
    const { topic, partition, offset } = this.record;
    return { objections: this.objections, topic, partition, offset };
  }
}

/** For the parked record. */
export const faultsOf = ({ objections }: LinkRefused): Fault[] =>
  objections.map(({ code, field }) => ({ field, rule: code, message: RULES[code] }));
