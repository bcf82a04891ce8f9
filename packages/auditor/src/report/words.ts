import { LEFT, type Left } from '../content/inspections.ts';
import type { Fault } from '../findings/causes.ts';
import { FINDINGS, LAYERS, type Layer } from '../findings/codes.ts';
import type { Finding } from '../findings/finding.ts';
import type { Stage } from '../lane/stage.ts';
import type { LayerVerdict, Report } from './report.ts';

export type Language = 'zh' | 'en';

const STAGES: Readonly<Record<Stage, Readonly<Record<Language, string>>>> = {
  unknown: { zh: '未受理', en: 'never accepted' },
  open: { zh: '在办', en: 'open' },
  captured: { zh: '已办结待检测', en: 'closed, not checked yet' },
  refused: { zh: '检测退回', en: 'refused by the check' },
  checked: { zh: '已检测待固化', en: 'checked, not sealed yet' },
  sealed: { zh: '已固化待组包', en: 'sealed, not packaged yet' },
  packaged: { zh: '已组包待入库', en: 'packaged, not stored yet' },
  'package-refused': { zh: '入库被拒', en: 'package refused' },
  stored: { zh: '已入库', en: 'stored' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};
export const stageIn = (stage: Stage, language: Language): string => STAGES[stage][language];

const VERDICTS: Readonly<Record<LayerVerdict, Readonly<Record<Language, string>>>> = {
  whole: { zh: '完好', en: 'whole' },
  broken: { zh: '有误', en: 'broken' },
  'not-run': { zh: '未查', en: 'not looked at' },
};
export const layerVerdictIn = (verdict: LayerVerdict, language: Language): string => VERDICTS[verdict][language];

export const verdictIn = ({ verdict, faults, omitted }: Report, language: Language): string => {
  if (verdict === 'whole') return language === 'zh' ? '完好：未发现任何不符' : 'Whole: nothing was found';
  const count = faults.length + omitted;
  return language === 'zh' ? `有误：发现 ${count} 处` : `Broken: ${count} ${count === 1 ? 'fault' : 'faults'} found`;
};

export const layers = (): Layer[] => Object.keys(LAYERS).map(Number) as Layer[];
export const layerIn = (layer: Layer, language: Language): string => LAYERS[layer][language];

/** Where a finding is, as one writes it down: topic, partition and offset. */
export const placeOf = ({ topic, partition, offset, field }: Finding): string =>
  topic === null ? field : `${topic}-${partition}${offset === null ? '' : `@${offset}`}`;

export const titleOf = ({ code }: Finding, language: Language): string => FINDINGS[code][language].title;
export const meaningOf = ({ code }: Finding, language: Language): string => FINDINGS[code][language].means;

const thousands = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** What was looked at, line by line. */
export function figuresIn(report: Report, language: Language): [label: string, value: string][] {
  const { looked, log } = report;
  const zh = language === 'zh';
  const rows: [string, string][] = [
    ...asked(report, zh),
    [zh ? '链节' : 'links', thousands(looked.links)],
    [zh ? '事件与决定' : 'events and decisions', thousands(looked.inputs)],
    [zh ? '挂起记录' : 'parked records', thousands(looked.parked)],
    [zh ? '归档方案' : 'schemes', thousands(looked.schemes)],
    [zh ? '分区' : 'partitions', thousands(looked.partitions)],
    [zh ? '存证批次' : 'batches of the log', thousands(log.batches)],
    [zh ? '已存证链节' : 'links in the log', thousands(log.size)],
    [zh ? '其中经见证' : 'of these witnessed', thousands(log.cosigned)],
    [zh ? '尚未存证' : 'not in the log yet', thousands(log.unlogged)],
  ];
  if (log.unverified > 0)
    rows.push([zh ? '未能重算的批次' : 'batches that could not be computed', thousands(log.unverified)]);
  if (report.layers[6] !== 'not-run')
    rows.push([
      zh ? '读回的文件' : 'objects read back',
      `${thousands(looked.objects)} (${thousands(looked.objectBytes)} B)`,
    ]);
  return [...rows, ...inspectionsIn(report, zh)];
}

/** Yearly looks that were judged again, and what of them could not be. */
function inspectionsIn({ inspections }: Report, zh: boolean): [string, string][] {
  if (!inspections) return [];
  const left = (Object.entries(inspections.left) as [Left, number][]).filter(([, count]) => count > 0);
  if (inspections.judged === 0 && left.length === 0) return [];
  return [
    [zh ? '重新判定的定期检测' : 'yearly looks judged again', thousands(inspections.judged)],
    ...left.map(([what, count]): [string, string] => [
      zh ? `其中无法复验：${LEFT[what].zh}` : `not to be judged again: ${LEFT[what].en}`,
      thousands(count),
    ]),
  ];
}

/** What was asked for, where it was not everything. */
function asked({ scope, since }: Report, zh: boolean): [string, string][] {
  const rows: [string, string][] = [];
  if (scope) {
    const { case: name, day, department } = scope.wanted;
    const words = [name, day, department].filter((one) => one !== undefined).join(', ');
    rows.push([zh ? '仅重新判定' : 'decided again only', `${words} (${thousands(scope.cases)})`]);
  }
  if (since !== null) rows.push([zh ? '此前已审链节' : 'links an earlier audit judged', thousands(since)]);
  return rows;
}

/** What became of a publisher's list, line by line. */
export function completenessIn({ completeness }: Report, language: Language): [label: string, value: string][] {
  if (!completeness) return [];
  const zh = language === 'zh';
  const { listed, stages, absentCount, unlisted, odd } = completeness;
  const rows: [string, string][] = [[zh ? '发布方清单' : 'cases the publisher lists', thousands(listed)]];
  for (const [stage, count] of Object.entries(stages)) rows.push([stageIn(stage as Stage, language), thousands(count)]);
  rows.push([zh ? '从未到达' : 'never arrived', thousands(absentCount)]);
  rows.push([zh ? '清单之外的办件' : 'cases that are not listed', thousands(unlisted)]);
  if (odd.length > 0) rows.push([zh ? '非办件编号的行' : 'rows without a case number', thousands(odd.length)]);
  return rows;
}

export const waitingOf = ({ waiting }: Report): Report['waiting'] => waiting.filter(({ inputs }) => inputs > 0);

/** Consequences of a fault, counted. */
export const consequencesOf = ({ because, more }: Fault): number => because.length + more;
