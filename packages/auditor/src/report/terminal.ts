import type { Stage } from '../lane/stage.ts';
import { valueIn } from './phrases.ts';
import type { Report } from './report.ts';
import {
  completenessIn,
  consequencesOf,
  figuresIn,
  type Language,
  layerIn,
  layers,
  layerVerdictIn,
  meaningOf,
  placeOf,
  stageIn,
  titleOf,
  verdictIn,
  waitingOf,
} from './words.ts';

/** Faults that are shown; the others stand in the JSON and the page. */
const SHOWN = 20;

const ESC = '\u001b[';
const paint = (colours: boolean) => ({
  bold: (text: string) => (colours ? `${ESC}1m${text}${ESC}0m` : text),
  green: (text: string) => (colours ? `${ESC}32m${text}${ESC}0m` : text),
  red: (text: string) => (colours ? `${ESC}31m${text}${ESC}0m` : text),
  dim: (text: string) => (colours ? `${ESC}2m${text}${ESC}0m` : text),
});

/** The report as lines for a terminal. */
export function reportLines(report: Report, language: Language, colours: boolean): string[] {
  const { bold, green, red, dim } = paint(colours);
  const zh = language === 'zh';
  const lines: string[] = ['', bold((report.verdict === 'whole' ? green : red)(verdictIn(report, language))), ''];
  for (const layer of layers()) {
    const verdict = report.layers[layer];
    const colour = verdict === 'whole' ? green : verdict === 'broken' ? red : dim;
    lines.push(`  ${layer} ${colour(layerVerdictIn(verdict, language))}  ${layerIn(layer, language)}`);
  }
  lines.push('');
  for (const [label, value] of figuresIn(report, language)) lines.push(`  ${label}: ${value}`);
  const cases = Object.entries(report.cases).map(([stage, count]) => `${stageIn(stage as Stage, language)} ${count}`);
  lines.push(`  ${zh ? '办件' : 'cases'}: ${cases.join(zh ? '，' : ', ') || '0'}`);
  const waiting = waitingOf(report).map(({ step, inputs }) => `${step} ${inputs}`);
  if (waiting.length > 0) lines.push(`  ${zh ? '尚待处理的输入' : 'inputs not reached yet'}: ${waiting.join(', ')}`);
  const list = completenessIn(report, language);
  if (list.length > 0) lines.push('', ...list.map(([label, value]) => `  ${label}: ${value}`));
  for (const { case: name, stage } of report.completeness?.stopped.slice(0, SHOWN) ?? [])
    lines.push(dim(`    ${name}  ${stageIn(stage, language)}`));
  for (const fault of report.faults.slice(0, SHOWN)) {
    lines.push('', `${red(bold(fault.code))}  ${titleOf(fault, language)}`);
    lines.push(`  ${zh ? '记录' : 'record'}: ${bold(placeOf(fault))}`);
    if (fault.case !== null) lines.push(`  ${zh ? '办件' : 'case'}: ${fault.case}`);
    lines.push(`  ${zh ? '字段' : 'field'}: ${fault.field}`);
    lines.push(`  ${zh ? '应为' : 'expected'}: ${valueIn(fault.expected, language)}`);
    lines.push(`  ${zh ? '实为' : 'found'}: ${valueIn(fault.found, language)}`);
    lines.push(dim(`  ${meaningOf(fault, language)}`));
    const more = consequencesOf(fault);
    if (more > 0) lines.push(dim(`  ${zh ? `由此引起的其他不符 ${more} 处` : `${more} more findings because of it`}`));
  }
  const hidden = report.faults.length - SHOWN + report.omitted;
  if (hidden > 0 && report.faults.length > SHOWN)
    lines.push('', zh ? `另有 ${hidden} 处，见 --json 或 --html` : `${hidden} more: see --json or --html`);
  lines.push('');
  return lines;
}
