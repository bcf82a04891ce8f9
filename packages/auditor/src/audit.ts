import {
  ARCHIVE_TOPICS,
  CASE_FEEDBACK,
  CHECKPOINTS,
  NOTARY_PARKED,
  type RawRecord,
  SCHEMES,
  STEPS,
} from '@guidang/contracts';
import { openAnchors } from './anchors.ts';
import { compare } from './completeness/compare.ts';
import { openPublishersList } from './completeness/publishers-list.ts';
import type { ContentAudit, ContentCount } from './content/content.ts';
import { topicFaults } from './dump/topic-faults.ts';
import { type Fault, faultsOf, inOrder } from './findings/causes.ts';
import { FINDINGS, LAYERS, type Layer } from './findings/codes.ts';
import { type Raised, raised, spotOf } from './findings/finding.ts';
import { nameCases } from './findings/name-cases.ts';
import { renamedSchemes } from './findings/renamed-schemes.ts';
import { LANE_TOPICS, type LaneSummary } from './lane/lane.ts';
import { type LaneOrder, type LanesSink, type Looks, runLanes, runLanesInThread } from './lane/run-lanes.ts';
import type { ContentTask } from './lane/sink.ts';
import type { Stage } from './lane/stage.ts';
import { auditLog, type LogOutcome } from './log/audit-log.ts';
import { tapeKey } from './log/log-judge.ts';
import { Tape } from './log/tape.ts';
import type { LayerVerdict, Report } from './report/report.ts';
import type { RuleTable } from './rule-versions.ts';
import { casesWanted, type Wanted } from './scope/find-cases.ts';
import { openSince } from './scope/since.ts';
import { CannotAudit } from './source/open-dump.ts';
import { scan } from './source/scan.ts';
import { readSchemes } from './source/schemes.ts';
import type { Source } from './source/source.ts';

/** How far an audit has come: what of it is going on, how much is done, and of how much. */
export type Progress = (phase: 'records' | 'contents', done: number, of: number) => void;

export interface AuditSettings {
  /** The anchors file, as text. */
  readonly anchors: string;
  readonly rules: RuleTable;
  /** What is audited, in words. */
  readonly of: Report['of'];
  /** What was found when it was opened. */
  readonly faults?: readonly Raised[];
  /** For files: lanes run in so many threads of their own. */
  readonly threads?: Omit<LaneOrder, 'anchorsText' | 'contents' | 'looks' | 'partitions'> & { readonly count: number };
  /** Looks at objects in the stores, where these are at hand. */
  readonly contents?: ContentAudit | undefined;
  readonly progress?: Progress | undefined;
  /** Which cases are decided again; all where it is left out or asks for nothing. */
  readonly wanted?: Wanted | undefined;
  /** A checkpoint that an earlier audit kept, as text: links up to it are not decided again. */
  readonly since?: string | undefined;
  /** A publisher's own list of its cases, CSV. */
  readonly publisher?: string | undefined;
}

/**
 * Audits everything there is, trusting nothing but the anchors and the rules.
 * @throws CannotAudit where the anchors are no good; whatever reading throws for other reasons than what is read
 */
export async function audit(source: Source, settings: AuditSettings): Promise<Report> {
  const anchors = openAnchors(settings.anchors);
  if (!anchors.ok) throw new CannotAudit(`信任锚文件有误 / the anchors file is no good: ${anchors.detail}`);
  const findings: Raised[] = [...(settings.faults ?? []), ...topicFaults(source.extents)];
  const found = (finding: Raised): void => void findings.push(finding);
  const schemes = await readSchemes(source, found);
  const wanted = settings.wanted ?? {};
  const scope = await casesWanted(source, wanted);
  const since = settings.since === undefined ? undefined : await openSince(source, anchors.value, settings.since);
  const publisher = settings.publisher === undefined ? undefined : openPublishersList(settings.publisher);
  const desk = new Desk(source, settings, found);
  const looks: Looks = { scope, reach: since?.reach ?? {}, listed: publisher?.cases ?? null };
  const [summaries, log] = await Promise.all([
    desk.lanes(schemes.book, looks),
    auditLog({
      ...{ source, anchors: anchors.value, tapes: desk.tapes, since: since?.head },
      claims: () => desk.claims(),
      found,
    }),
    desk.others(),
  ]);
  const lists = summaries.map(({ listed }) => listed);
  const completeness = publisher ? compare(publisher, lists, found) : null;
  const contents = await settings.contents?.(desk.tasks, found, (done, of) =>
    settings.progress?.('contents', done, of),
  );
  const named = await nameCases(findings, source);
  const renamed = await renamedSchemes(named, source);
  const faults = faultsOf(named, {
    isHeld: (spot) => log.isHeld(spot),
    schemeAt: (digest) => schemes.published.get(digest) ?? renamed.get(digest),
  });
  const head = { scope: scope && { wanted, cases: scope.length }, since: since?.head.size ?? null, completeness };
  const looked = { source, findings, faults, summaries, log, desk, contents, schemes: schemes.book.size };
  return reportOf({ settings, ...looked, ...head });
}

/** What is going on while an audit runs. */
class Desk {
  readonly #source: Source;
  readonly #settings: AuditSettings;
  readonly #found: (finding: Raised) => void;
  readonly #claims: Raised[] = [];
  readonly tapes: Map<string, Tape>;
  readonly tasks: ContentTask[] = [];
  readonly #entries: number;
  #done = 0;
  omitted = 0;

  constructor(source: Source, settings: AuditSettings, found: (finding: Raised) => void) {
    this.#source = source;
    this.#settings = settings;
    this.#found = found;
    const extents = [...source.extents].flatMap(([, list]) => list);
    this.#entries = extents.reduce((sum, { start, end }) => sum + end - start, 0);
    this.tapes = new Map(
      ARCHIVE_TOPICS.flatMap((topic) =>
        (source.extents.get(topic) ?? []).map((_, partition) => [
          tapeKey(topic, partition),
          new Tape(topic, partition),
        ]),
      ),
    );
  }

  /** What records say of others that is not so. */
  claims = () => this.#claims.toSorted(inOrder).flatMap(({ claim }) => claim ?? []);

  async lanes(schemes: Awaited<ReturnType<typeof readSchemes>>['book'], looks: Looks): Promise<LaneSummary[]> {
    const { anchors, rules, threads, contents, progress } = this.#settings;
    const count = Math.max(...[...this.#source.extents.values()].map(({ length }) => length), 1);
    const partitions = Array.from({ length: count }, (_, i) => i);
    const sink: LanesSink = {
      found: (finding) => {
        if (finding.claim) this.#claims.push(finding);
        this.#found(finding);
      },
      omitted: (more) => {
        this.omitted += more;
      },
      block: (block) => this.tapes.get(tapeKey(block.topic, block.partition))?.push(block),
      ended: (partition) => {
        for (const tape of this.tapes.values()) if (tape.partition === partition) tape.end();
      },
      content: (task) => this.tasks.push(task),
      progress: (entries) => {
        this.#done += entries;
        progress?.('records', this.#done, this.#entries);
      },
    };
    const shared = { anchorsText: anchors, contents: contents !== undefined, looks };
    const hands = Math.min(threads?.count ?? 0, count);
    const runs =
      threads && hands > 0
        ? Array.from({ length: hands }, (_, hand) => {
            const mine = partitions.filter((partition) => partition % hands === hand);
            const { from, rules: module } = threads;
            return runLanesInThread({ from, rules: module, ...shared, partitions: mine }, sink);
          })
        : [runLanes(partitions, { source: this.#source, rules, schemes, ...shared }, sink)];
    const summaries = (await Promise.all(runs)).flat();
    return summaries.sort((a, b) => a.partition - b.partition);
  }

  /** Topics that no step reads: they are accounted for, and what the notary has refused is told. */
  async others(): Promise<void> {
    const looked = new Set<string>([...LANE_TOPICS, CHECKPOINTS, SCHEMES]);
    for (const [topic, extents] of this.#source.extents) {
      if (looked.has(topic)) continue;
      const found = topic === CASE_FEEDBACK ? onlyTheFile(this.#found) : this.#found;
      const seen = topic === NOTARY_PARKED ? (record: RawRecord) => this.#found(refusal(record)) : () => {};
      for (const partition of extents.keys()) await scan(this.#source, topic, partition, found, seen);
    }
  }
}

/** The notary refused a link and stopped: whatever the link is, somebody has to look. */
function refusal(record: RawRecord): Raised {
  const name = record.key === null ? null : Buffer.from(record.key).toString('utf8').slice(0, 100);
  const found = record.headers.parked_reason ?? '';
  return raised({
    code: 'NOTARY_REFUSED',
    at: spotOf(record),
    case: name,
    time: record.timestamp,
    field: 'reason',
    expected: 'no link is refused',
    found,
  });
}

/** What is kept for 30 days only may have lost its beginning. */
const onlyTheFile =
  (found: (finding: Raised) => void) =>
  (finding: Raised): void => {
    if (finding.code !== 'OFFSET_GAP') found(finding);
  };

interface Outcome extends Pick<Report, 'scope' | 'since' | 'completeness'> {
  readonly settings: AuditSettings;
  readonly source: Source;
  readonly findings: readonly Raised[];
  readonly faults: readonly Fault[];
  readonly summaries: readonly LaneSummary[];
  readonly log: LogOutcome;
  readonly desk: Desk;
  readonly contents: ContentCount | undefined;
  readonly schemes: number;
}

/** Faults that are listed, and cases that are named. */
const LISTED = 1_000;

function reportOf(outcome: Outcome): Report {
  const { settings, source, findings, faults, summaries, log, desk, contents, schemes } = outcome;
  const { scope, since, completeness } = outcome;
  const sum = (of: (summary: LaneSummary) => number): number => summaries.reduce((total, one) => total + of(one), 0);
  const stages: Partial<Record<Stage, number>> = {};
  for (const { stages: here } of summaries)
    for (const [stage, count] of Object.entries(here) as [Stage, number][])
      stages[stage] = (stages[stage] ?? 0) + count;
  const broken = new Set<Layer>(findings.map(({ code }) => FINDINGS[code].layer));
  const verdictOf = (layer: Layer): LayerVerdict =>
    broken.has(layer) ? 'broken' : layer === 6 && !contents ? 'not-run' : 'whole';
  const layers = Object.keys(LAYERS).map(Number) as Layer[];
  return {
    format: 'guidang-audit',
    version: 1,
    verdict: findings.length > 0 ? 'broken' : 'whole',
    of: settings.of,
    scope,
    since,
    layers: Object.fromEntries(layers.map((layer) => [layer, verdictOf(layer)])) as Report['layers'],
    looked: {
      partitions: [...source.extents.values()].flat().length,
      inputs: sum(({ inputs }) => inputs),
      links: sum(({ links }) => links),
      parked: sum(({ parked }) => parked),
      schemes,
      objects: contents?.objects ?? 0,
      objectBytes: contents?.bytes ?? 0,
    },
    inspections: contents?.inspections ?? null,
    log: log.state,
    cases: Object.fromEntries(Object.entries(stages).sort(([a], [b]) => (a < b ? -1 : 1))),
    open: summaries
      .flatMap(({ open }) => open)
      .sort((a, b) => (a.case < b.case ? -1 : 1))
      .slice(0, LISTED),
    waiting: STEPS.map((step) => ({
      step,
      inputs: sum(({ waiting }) => waiting.find((one) => one.step === step)?.inputs ?? 0),
    })),
    completeness,
    faults: faults.slice(0, LISTED),
    omitted: desk.omitted + Math.max(0, faults.length - LISTED),
  };
}
