import { TOPICS } from '@guidang/contracts';
import { type Blamed, blame, FROM_THE_LOG, type Knowledge } from './blame.ts';
import type { FindingCode } from './codes.ts';
import { type Finding, type Raised, spotKey, type Where } from './finding.ts';

/** One fault: the finding that names the record, and what else was found because of it. */
export interface Fault extends Finding {
  readonly because: readonly Finding[];
  /** Further consequences that are not listed. */
  readonly more: number;
}

/** Consequences that are listed with a fault. */
const LISTED = 50;

/** What a file or a batch as a whole is like follows from its records, and is told first only where nothing is known of these. */
const OF_THE_WHOLE: ReadonlySet<FindingCode> = new Set([
  'DUMP_FILE_DIGEST',
  'EXTENT_DIFFERS',
  'BATCH_CRC',
  'CHECKPOINT_ROOT',
  'TILE_DIFFERS',
  'TILE_MISSING',
]);
/** Who writes the log anew has to sign all of it. */
const OF_THE_LOG: ReadonlySet<FindingCode> = new Set([
  'NOTE_SIGNATURE',
  'CHECKPOINT_FORK',
  'LOG_TRUNCATED',
  'COSIGNATURE_QUORUM',
  // A checkpoint that cannot be read is missing from the log, and so is one that is gone though others speak of it.
  'CHECKPOINT_MALFORMED',
  'CHECKPOINT_BATCH',
]);
/** Records that are gone. Of whom they were nobody can say where everything that named them went with them. */
const MISSING: ReadonlySet<FindingCode> = new Set(['LINK_MISSING', 'OFFSET_GAP', 'RECORD_MISSING']);
/** What did not happen follows from what was done. */
const OF_OMISSION: ReadonlySet<FindingCode> = new Set(['INPUT_UNANSWERED', 'PARKED_MISSING', 'SEAL_LINKS']);

/** Of findings at the same record, which one tells most. */
const TELLING: readonly FindingCode[] = [
  'LINK_MALFORMED',
  'INPUT_TWICE',
  'LINK_ADDED',
  'DECISION_DIFFERS',
  'BACK_DATED',
  'LINK_KEY',
  'LINK_HEADERS',
  'RULES_UNKNOWN',
  'INPUT_ORDER',
  'INPUT_FOREIGN',
  'INPUT_CASE',
  'LINK_MISSING',
  'RECORD_MISSING',
  'LEAF_MUTATED',
  'NOTE_SIGNATURE',
  'CHECKPOINT_FORK',
  'CHECKPOINT_NOTE',
  'CHECKPOINT_MALFORMED',
  'RECORD_ALTERED',
];

const rankOf = (code: FindingCode): number => {
  const at = TELLING.indexOf(code);
  return at < 0 ? TELLING.length : at;
};

/** Sorts findings into faults: what concerns the same record or the same case belongs together, and the record where it began is named. */
export function faultsOf(all: readonly Raised[], knowledge: Knowledge): Fault[] {
  const blamed = blame(all.toSorted(inOrder), knowledge);
  const groups = groupsOf(blamed);
  // A log that is not the one its witnesses saw comes first: what it says of any link is not to be believed from there on. What did not happen comes last.
  const turnOf = ({ main: { code } }: { main: Raised }): number =>
    OF_THE_LOG.has(code) ? 0 : OF_OMISSION.has(code) ? 2 : 1;
  const faults = groups.map(faultOf).sort((a, b) => turnOf(a) - turnOf(b) || inOrder(a.main, b.main));
  return faults.map(({ main, rest }) => ({
    ...told(main),
    because: rest.slice(0, LISTED).map(told),
    more: Math.max(0, rest.length - LISTED),
  }));
}

function groupsOf(blamed: readonly Blamed[]): Blamed[][] {
  const sets = new Sets(blamed.length);
  const first = new Map<string, number>();
  const join = (key: string, at: number): void => {
    const known = first.get(key);
    if (known === undefined) first.set(key, at);
    else sets.join(known, at);
  };
  for (const [at, { finding, blames }] of blamed.entries()) {
    if (finding.offset !== null) join(spotKey(finding), at);
    if (blames) join(spotKey(blames), at);
    if (finding.case !== null) join(`case ${finding.case}`, at);
    if (finding.code === 'SCHEME_UNKNOWN') join(`scheme ${finding.found}`, at);
    if (OF_THE_LOG.has(finding.code)) join('the log', at);
    if (finding.case === null && MISSING.has(finding.code)) join(`missing in ${finding.partition}`, at);
  }
  joinUnnamed(blamed, sets);
  joinMovedUp(blamed, sets);
  joinWholes(blamed, sets);
  const groups = new Map<number, Blamed[]>();
  for (const [at, one] of blamed.entries()) {
    const root = sets.rootOf(at);
    groups.set(root, [...(groups.get(root) ?? []), one]);
  }
  return [...groups.values()];
}

/** A link that is gone names no case. Where links of one case alone were made anew behind it, it is theirs. */
function joinUnnamed(blamed: readonly Blamed[], sets: Sets): void {
  for (const [at, { finding }] of blamed.entries()) {
    if (finding.code !== 'LINK_MISSING' || finding.case !== null) continue;
    const behind = blamed
      .map(({ finding: other }, i) => ({ other, i }))
      .filter(
        ({ other }) =>
          other.code === 'LEAF_MUTATED' &&
          other.topic === finding.topic &&
          other.partition === finding.partition &&
          other.offset! > finding.offset! &&
          other.case !== null,
      );
    if (new Set(behind.map(({ other }) => other.case)).size === 1) sets.join(at, behind[0]!.i);
  }
}

/** Where a record was taken away and what lay behind has moved up, all that is found behind it in the partition follows from that. */
function joinMovedUp(blamed: readonly Blamed[], sets: Sets): void {
  for (const [at, { finding: cause }] of blamed.entries()) {
    if (cause.code !== 'LINK_MISSING' || cause.field !== 'offset') continue;
    const isBehind = (place: Where | null | undefined): boolean =>
      place?.topic === cause.topic && place.partition === cause.partition && (place.offset ?? -1) >= cause.offset!;
    for (const [i, { finding, blames }] of blamed.entries())
      if (isBehind(finding) || isBehind(blames) || isBehind(finding.claim?.about)) sets.join(at, i);
  }
}

/** What is said of a file or a batch as a whole joins the first fault that lies in it. */
function joinWholes(blamed: readonly Blamed[], sets: Sets): void {
  const inTime = [...blamed.keys()].sort((a, b) => inOrder(blamed[a]!.finding, blamed[b]!.finding));
  for (const [at, { finding }] of blamed.entries()) {
    if (!OF_THE_WHOLE.has(finding.code)) continue;
    const cause = inTime.find((i) => {
      const other = blamed[i]!.finding;
      if (OF_THE_WHOLE.has(other.code) || other.offset === null) return false;
      if (finding.layer === 4) return other.topic?.startsWith('archive.') === true;
      return other.topic === finding.topic && other.partition === finding.partition;
    });
    if (cause !== undefined) sets.join(at, cause);
  }
}

function faultOf(group: readonly Blamed[]): { main: Raised; rest: Raised[] } {
  const classOf = ({ finding, blames }: Blamed): number => {
    if (blames) return 3;
    // Proven by the log. Brokers' clocks differ by more than the moment between a record and what follows from it.
    if (FROM_THE_LOG.has(finding.code) && finding.field !== 'count') return -1;
    if (OF_THE_WHOLE.has(finding.code)) return 2;
    // What a link answers is not what it says: the record it answers comes first, if anything is wrong with it.
    if (finding.code === 'DECISION_DIFFERS' && finding.field === 'input') return 0.5;
    return OF_OMISSION.has(finding.code) ? 1 : 0;
  };
  const sorted = [...group].sort((a, b) => classOf(a) - classOf(b) || inOrder(a.finding, b.finding));
  const best = sorted[0]!;
  const here = sorted.filter((one) => classOf(one) === classOf(best) && spotKey(one.finding) === spotKey(best.finding));
  const main = here.sort((a, b) => rankOf(a.finding.code) - rankOf(b.finding.code))[0]!.finding;
  const rest = group
    .map(({ finding }) => finding)
    .filter((finding) => finding !== main)
    .sort(inOrder);
  return { main, rest };
}

const placeOf = (topic: string | null): number => {
  const at = topic === null ? -1 : TOPICS.indexOf(topic);
  return at < 0 ? TOPICS.length : at;
};

/** The order of the history: by time, then as the chain goes. The same on every machine. */
export const inOrder = (a: Raised, b: Raised): number =>
  a.time - b.time ||
  placeOf(a.topic) - placeOf(b.topic) ||
  (a.partition ?? -1) - (b.partition ?? -1) ||
  (a.offset ?? -1) - (b.offset ?? -1) ||
  rankOf(a.code) - rankOf(b.code) ||
  compare(a.code, b.code) ||
  compare(a.field, b.field) ||
  compare(a.found, b.found);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const told = ({ code, layer, topic, partition, offset, case: name, field, expected, found }: Raised): Finding => ({
  code,
  layer,
  topic,
  partition,
  offset,
  case: name,
  field,
  expected,
  found,
});

/** Sets of numbers that are joined again and again. */
class Sets {
  readonly #parent: number[];
  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, i) => i);
  }
  rootOf(at: number): number {
    let root = at;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    for (let one = at; this.#parent[one] !== root; ) {
      const next = this.#parent[one]!;
      this.#parent[one] = root;
      one = next;
    }
    return root;
  }
  join(a: number, b: number): void {
    const [x, y] = [this.rootOf(a), this.rootOf(b)];
    this.#parent[Math.max(x, y)] = Math.min(x, y);
  }
}
