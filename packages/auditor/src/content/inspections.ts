import type { PackageFacts } from '@guidang/properties';
import { factsOfPackage, type LaidOpen, lostFacts } from '@guidang/store/decide';
import type { InspectionTask } from '../lane/sink.ts';
import { type Difference, judgedAgain, OF_READERS, OF_SCANNER, OF_SEAL } from './judge-inspection.ts';
import { type LookAgain, PackageAgain, READERS } from './look-again.ts';

/** What of a yearly look, or of a reception, cannot be found out again from the bytes of a package. */
export const LEFT = {
  COPIES: { zh: '当日各存储地副本的状态', en: 'the state of the copies in their places on that day' },
  SCANNER: { zh: '病毒扫描（当日的病毒特征库）', en: 'the virus scan, under the signatures of that day' },
  READERS: { zh: '由另一版本的识读程序得出的结论', en: 'what readers of another version made of the files' },
  LIMIT: {
    zh: '识读程序达到时间或内存上限的结论',
    en: 'what readers made of files of which one met a limit of time or memory',
  },
  SEAL: { zh: '经续期的证据记录当日的状态', en: 'how renewed evidence records stood on that day' },
  ELSEWHERE: { zh: '外来信息包的定期检测', en: 'looks at packages from elsewhere' },
  PACKAGE: { zh: '信息包不在手边的定期检测', en: 'looks at packages that are not at hand' },
  STORING: { zh: '入库链节未能读取的定期检测', en: 'looks at packages whose storing could not be read' },
  ANCHORS: { zh: '无信任锚时的定期检测', en: 'looks where no anchors are at hand to open packages by' },
  TRANSFER: { zh: '外来信息包移交接收时的检测', en: 'the judgement by which packages from elsewhere were received' },
} as const;
export type Left = keyof typeof LEFT;

/** Yearly looks at stored packages (PackageInspected) that were judged again, and of how many what could not be. */
export interface InspectionCount {
  readonly judged: number;
  readonly left: Readonly<Record<Left, number>>;
}

const DAY_MS = 86_400_000;

/** Judges the looks at one package again, from its bytes. */
export class Inspections {
  readonly #with: LookAgain | undefined;
  #judged = 0;
  readonly #left = Object.fromEntries(Object.keys(LEFT).map((one) => [one, 0])) as Record<Left, number>;

  constructor(what: LookAgain | undefined) {
    this.#with = what;
  }

  get count(): InspectionCount {
    return { judged: this.#judged, left: { ...this.#left } };
  }

  /** A package from elsewhere was received: the findings it was received by are nobody's here. */
  received(): void {
    this.#left.TRANSFER += 1;
  }

  /** @param file the package, read back; undefined where no copy of it is what was stored */
  async judge(
    tasks: readonly InspectionTask[],
    file: string | undefined,
    differs: (task: InspectionTask, difference: Difference) => void,
  ): Promise<void> {
    let again: PackageAgain | undefined;
    let files: LaidOpen['files'] | undefined;
    try {
      for (const task of tasks) {
        const { announced, inspection, holding } = task;
        this.#left.COPIES += 1;
        const lost = inspection.copies.every(({ state }) => state === 'changed' || state === 'missing');
        if (holding.elsewhere) this.#left.ELSEWHERE += 1;
        else if (announced === null) this.#left.STORING += 1;
        else if (lost) this.#say(task, [lostThen(task)], new Set(), differs);
        else if (!this.#with) this.#left.ANCHORS += 1;
        else if (file === undefined) this.#left.PACKAGE += 1;
        else {
          again ??= await PackageAgain.open(file, holding, this.#with);
          const places = new Map(announced.files.map(({ content, path }) => [content, path]));
          files ??= await again.files(places);
          const facts = await factsThen(task, announced, again, files);
          this.#say(task, facts, this.#taken(task, files), differs);
        }
      }
    } finally {
      await again?.close();
    }
  }

  /** Items of a look that cannot be judged here, each kind of them counted. */
  #taken({ inspection, holding }: InspectionTask, files: LaidOpen['files']): Set<string> {
    const renewed = holding.records.some(({ lies }) => lies !== null);
    const opened = files.some(({ looked }) => looked?.inspection);
    const others = opened && inspection.inspector !== READERS;
    const limited = !others && (limitMetHere(files) || limitMetThen(inspection));
    this.#left.SCANNER += 1;
    if (renewed) this.#left.SEAL += 1;
    if (others) this.#left.READERS += 1;
    if (limited) this.#left.LIMIT += 1;
    return new Set([...OF_SCANNER, ...(renewed ? OF_SEAL : []), ...(others || limited ? OF_READERS : [])]);
  }

  /** @param facts as they may have been: one that gives what the link says is enough */
  #say(
    task: InspectionTask,
    facts: readonly PackageFacts[],
    taken: ReadonlySet<string>,
    differs: (task: InspectionTask, difference: Difference) => void,
  ): void {
    this.#judged += 1;
    const differences = facts.map((one) => judgedAgain(task, one, taken));
    const [first] = differences;
    if (first && differences.every(Boolean)) differs(task, first);
  }
}

/** Where a reader meets these limits hangs on the machine and what else it does, not on the file. */
const LIMITS: ReadonlySet<string> = new Set(['TIME', 'MEMORY', 'READER_CRASHED']);
const limitMetHere = (files: LaidOpen['files']): boolean =>
  files.some(({ looked }) => looked?.inspection?.problems.some((code) => LIMITS.has(code)));
const limitMetThen = ({ findings }: InspectionTask['inspection']): boolean =>
  findings.some(
    ({ item, evidence: { problems } }) =>
      OF_READERS.includes(item) && Array.isArray(problems) && problems.some((code) => LIMITS.has(code)),
  );

/** Nothing was whole on that day: by the copies alone it follows what was found. */
const lostThen = ({ holding, inspection, decided }: InspectionTask): PackageFacts =>
  lostFacts(holding, inspection.copies.find(({ state }) => state === 'changed')?.found ?? null, decided);

/** The seal stands as it stood when the link was decided, or shortly before: the look itself lies between. */
async function factsThen(
  { holding, decided }: InspectionTask,
  announced: NonNullable<InspectionTask['announced']>,
  again: PackageAgain,
  files: LaidOpen['files'],
): Promise<PackageFacts[]> {
  const { manifest, scheme, checks, size } = again;
  const at = Date.parse(decided);
  const factsWith = (seal: LaidOpen['seal']): PackageFacts =>
    factsOfPackage({
      ...{ at: decided, holding, announced, size, checks, scanner: undefined },
      open: manifest && { manifest, scheme, has: (path) => again.has(path), files, seal },
    });
  const seals = new Set([await again.sealAt(holding, at), await again.sealAt(holding, at - DAY_MS)]);
  return [...seals].map(factsWith);
}
