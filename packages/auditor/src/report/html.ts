import { STEPS } from '@guidang/contracts';
import type { Fault } from '../findings/causes.ts';
import type { Finding } from '../findings/finding.ts';
import type { Stage } from '../lane/stage.ts';
import { STYLE } from './html-style.ts';
import { valueIn } from './phrases.ts';
import type { Report } from './report.ts';
import {
  completenessIn,
  consequencesOf,
  figuresIn,
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

const STEP_NAMES: Readonly<Record<(typeof STEPS)[number], string>> = {
  capture: '收件',
  check: '检测',
  seal: '固化',
  package: '组包',
  store: '入库',
  use: '利用',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const both = (zh: string, en: string): string =>
  `<span lang="zh-CN">${escaped(zh)}</span> <span class="en" lang="en">${escaped(en)}</span>`;

/** The report as one page that needs nothing else: no script, no network, readable on paper. */
export const reportHtml = (report: Report): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>归档审计报告 / Audit report</title>
<style>${STYLE}</style>
</head>
<body>
<header class="${report.verdict}">
<h1>${both('归档审计报告', 'Audit report')}</h1>
<p class="verdict">${both(verdictIn(report, 'zh'), verdictIn(report, 'en'))}</p>
<p class="of">${escaped(report.of.cluster)}${report.of.takenAt === null ? '' : ` · ${escaped(report.of.takenAt)}`}</p>
</header>
<main>
${layersOf(report)}
${faultsOf(report)}
${figuresOf(report)}
${listOf(report)}
${openOf(report)}
</main>
</body>
</html>
`;

const layersOf = (report: Report): string => `<section><h2>${both('六层查验', 'Six layers')}</h2>
<ol class="layers">${layers()
  .map((layer) => {
    const verdict = report.layers[layer];
    return `<li class="${verdict}"><b>${both(layerIn(layer, 'zh'), layerIn(layer, 'en'))}</b><i>${both(layerVerdictIn(verdict, 'zh'), layerVerdictIn(verdict, 'en'))}</i></li>`;
  })
  .join('')}</ol></section>`;

function faultsOf(report: Report): string {
  if (report.faults.length === 0) return '';
  const omitted =
    report.omitted > 0
      ? `<p>${both(`另有 ${report.omitted} 处未列出`, `${report.omitted} more are not listed`)}</p>`
      : '';
  return `<section><h2>${both('发现', 'Faults')}</h2>${report.faults.map(faultOf).join('')}${omitted}</section>`;
}

const faultOf = (fault: Fault, i: number): string => `<article>
<h3><span class="no">${i + 1}</span> ${both(titleOf(fault, 'zh'), titleOf(fault, 'en'))} <code>${fault.code}</code></h3>
${chainOf(fault)}
<p>${both(meaningOf(fault, 'zh'), meaningOf(fault, 'en'))}</p>
<dl>
${row('记录', 'record', placeOf(fault))}
${fault.case === null ? '' : row('办件', 'case', fault.case)}
${row('字段', 'field', fault.field)}
${said('应为', 'expected', fault.expected)}
${said('实为', 'found', fault.found)}
</dl>
${becauseOf(fault)}
</article>`;

const row = (zh: string, en: string, value: string): string =>
  `<dt>${both(zh, en)}</dt><dd><code>${escaped(value) || '—'}</code></dd>`;

/** A value that may be words: then it stands there in both languages. */
function said(zh: string, en: string, value: string): string {
  const inChinese = valueIn(value, 'zh');
  const inEnglish = valueIn(value, 'en');
  if (inChinese === inEnglish) return row(zh, en, value);
  return `<dt>${both(zh, en)}</dt><dd>${both(inChinese, inEnglish)}</dd>`;
}

/** The six steps, and at which of them the fault lies and is felt. */
function chainOf(fault: Fault): string {
  const stepOf = ({ topic }: Finding): string | undefined =>
    STEPS.find((step) => topic === `archive.${step}` || topic === `archive.${step}.parked`);
  const at = stepOf(fault);
  const felt = new Set(fault.because.map(stepOf).filter((step) => step !== undefined));
  if (at === undefined && felt.size === 0) return '';
  const steps = STEPS.map((step) => {
    const state = step === at ? 'at' : felt.has(step) ? 'felt' : 'rest';
    return `<li class="${state}">${STEP_NAMES[step]}<br><span class="en">${step}</span></li>`;
  });
  return `<ol class="chain" aria-hidden="true">${steps.join('')}</ol>`;
}

function becauseOf(fault: Fault): string {
  const count = consequencesOf(fault);
  if (count === 0) return '';
  const rows = fault.because.map(
    (one) =>
      `<tr><td><code>${one.code}</code></td><td>${both(titleOf(one, 'zh'), titleOf(one, 'en'))}</td><td><code>${escaped(placeOf(one))}</code></td><td><code>${escaped(one.field)}</code></td></tr>`,
  );
  const more = fault.more > 0 ? `<p>${both(`另有 ${fault.more} 处`, `and ${fault.more} more`)}</p>` : '';
  return `<details><summary>${both(`由此引起的其他不符 ${count} 处`, `${count} more findings because of it`)}</summary><table>${rows.join('')}</table>${more}</details>`;
}

function figuresOf(report: Report): string {
  const en = figuresIn(report, 'en');
  const rows = figuresIn(report, 'zh').map(
    ([label, value], i) => `<tr><th>${both(label, en[i]![0])}</th><td>${escaped(value)}</td></tr>`,
  );
  const cases = Object.entries(report.cases).map(
    ([stage, count]) =>
      `<tr><th>${both(stageIn(stage as Stage, 'zh'), stageIn(stage as Stage, 'en'))}</th><td>${count}</td></tr>`,
  );
  const waiting = waitingOf(report).map(
    ({ step, inputs }) =>
      `<tr><th>${both(`待${STEP_NAMES[step as keyof typeof STEP_NAMES]}`, `waiting for ${step}`)}</th><td>${inputs}</td></tr>`,
  );
  return `<section class="figures"><div><h2>${both('查了什么', 'What was looked at')}</h2><table>${rows.join('')}</table></div>
<div><h2>${both('办件', 'Cases')}</h2><table>${cases.join('')}${waiting.join('')}</table></div></section>`;
}

/** What became of the cases of a publisher's list. */
function listOf(report: Report): string {
  const en = completenessIn(report, 'en');
  if (en.length === 0) return '';
  const rows = completenessIn(report, 'zh').map(
    ([label, value], i) => `<tr><th>${both(label, en[i]![0])}</th><td>${escaped(value)}</td></tr>`,
  );
  const stopped = report.completeness!.stopped.map(
    ({ case: name, stage }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${both(stageIn(stage, 'zh'), stageIn(stage, 'en'))}</td></tr>`,
  );
  const where = stopped.length === 0 ? '' : `<table>${stopped.join('')}</table>`;
  return `<section><h2>${both('发布方清单', 'The publisher’s list')}</h2><table>${rows.join('')}</table>${where}</section>`;
}

function openOf({ open }: Report): string {
  if (open.length === 0) return '';
  const rows = open.map(
    ({ case: name, stage }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${both(stageIn(stage, 'zh'), stageIn(stage, 'en'))}</td></tr>`,
  );
  return `<section><details><summary>${both(`尚未终结的办件 ${open.length} 件`, `${open.length} cases that have not ended`)}</summary><table>${rows.join('')}</table></details></section>`;
}
