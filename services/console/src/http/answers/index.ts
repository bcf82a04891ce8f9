import { StepControl } from '@guidang/contracts';
import { z } from 'zod';
import { Found } from '../../read/index-search.ts';
import { PROBLEM } from '../problem.ts';
import { XLSX } from '../xlsx.ts';
import { ArrangementView } from './arrangement.ts';
import { AuditComparison } from './audit-comparison.ts';
import { CaseList, CasePage } from './cases.ts';
import { ListOfLists, WholeList } from './desk.ts';
import { DueList } from './disposal.ts';
import { FixityOverview, InspectedList } from './fixity.ts';
import { Me } from './me.ts';
import { Favourites, SavedSearch } from './own.ts';
import { ReceivedList } from './received.ts';
import { AuditList, ParkedList, ParkedRecord, RefusalList, Replay, StatTable } from './work.ts';

/** What a route answers where it does what is asked. */
interface Answer {
  /** By which clients call it. */
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  /** 200 where it is left out. */
  readonly status?: 200 | 201 | 202 | 204;
  /** A value in JSON; or a file, by its media type. */
  readonly body: z.ZodType | `${string}/${string}`;
}

const answer = (name: string, zh: string, en: string, body: Answer['body'], status?: Answer['status']): Answer => ({
  ...{ name, zh, en, body },
  ...(status !== undefined && { status }),
});
const PDF = 'application/pdf';
const NOTHING = z.null();
const Id = z.object({ id: z.string().describe('by which it is asked for') });
const Named = z.array(z.object({ value: z.string(), label: z.string() }));

/** Every route of the console's own, by method and path: what it is called and what it answers. A route that is not in it fails the tests. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET /api/me': answer('readMe', '本人及岗位', 'who is signed in, and what they may do', Me),
  'GET /api/live': answer('watchWall', '运行总览', 'the live wall, as server-sent events', 'text/event-stream'),
  'GET /api/cases': answer('listCases', '办件查询', 'cases, page by page', CaseList),
  'GET /api/cases.xlsx': answer('exportCases', '导出办件', 'cases as a workbook', XLSX),
  'GET /api/cases/:case': answer('readCase', '办件', 'a case with all that is known of it', CasePage),
  'GET /api/choices': answer(
    ...(['listChoices', '可选的单位、事项、年度', 'what lists can be narrowed by'] as const),
    z.object({ departments: Named, matters: Named, years: z.array(z.number()) }),
  ),
  'GET /api/cases/:case/links/:sha256': answer(
    ...(['readLink', '链节原文', 'the bytes of a link, read from its topic'] as const),
    z.object({ value: z.string(), trace: z.string().nullable().describe('traceparent it was written under') }),
  ),
  'GET /api/cases/:case/files/:material/:position/pages/:page': answer(
    ...([
      'drawPage',
      '材料预览',
      'a page of a material as a picture; x-pages: of how many, x-notes: what is not as the document has it',
    ] as const),
    'image/png',
  ),
  'GET /api/cases/:case/files/:material/:position/text': answer(
    ...(['readText', '材料文本', 'a material that is text', 'text/plain'] as const),
  ),
  'GET /api/cases/:case/proof': answer('proveCase', '出具证明', 'the proof of a case, as a file', 'application/zip'),
  'GET /api/verify.html': answer('readVerifyPage', '核验页面', 'the page that checks a proof', 'text/html'),
  'GET /api/searches': answer(
    ...(['listSearches', '本人的检索', 'searches somebody keeps'] as const),
    z.object({ rows: z.array(SavedSearch) }),
  ),
  'PUT /api/searches/:id': answer('keepSearch', '保存检索', 'keeps a search', NOTHING, 204),
  'DELETE /api/searches/:id': answer('dropSearch', '删除检索', 'throws a search away', NOTHING, 204),
  'GET /api/favourites': answer('listFavourites', '本人收藏', 'cases somebody has marked', Favourites),
  'PUT /api/favourites/:case': answer('markCase', '收藏', 'marks a case', NOTHING, 204),
  'DELETE /api/favourites/:case': answer('unmarkCase', '取消收藏', 'takes the mark away', NOTHING, 204),
  'GET /api/parked': answer('listParked', '搁置记录', 'parked records, page by page', ParkedList),
  'GET /api/parked/:id': answer('readParked', '搁置记录', 'a parked record beside its contract', ParkedRecord),
  'POST /api/parked/:id/closing': answer('closeParked', '关闭', 'closes it, with the reason', ParkedRecord, 201),
  'POST /api/parked/:id/release': answer('releaseParked', '放行或改投', 'sends it on as it came', ParkedRecord, 201),
  'GET /api/replays': answer(
    ...(['listReplays', '试重演', 'dry runs of steps'] as const),
    z.object({ rows: z.array(Replay) }),
  ),
  'POST /api/replays': answer('startReplay', '启动试重演', 'begins a dry run', Id, 201),
  'GET /api/steps/controls': answer(
    ...(['listControls', '暂停与恢复的记录', 'what steps were bidden, newest first'] as const),
    z.object({ rows: z.array(StepControl) }),
  ),
  'POST /api/steps/:step/control': answer(
    ...(['controlStep', '暂停、恢复环节', 'pauses a step or lets it go on'] as const),
    z.object({ paused: z.boolean().describe('whether it is paused by the last word') }),
    201,
  ),
  'GET /api/refused': answer('listRefused', '退回与补正', 'refused and amended cases', RefusalList),
  'GET /api/registers/:kind': answer('printRegister', '打印登记表', 'a register on paper', PDF),
  'GET /api/fixity': answer('readFixity', '定期检测', 'rounds over what is stored', FixityOverview),
  'GET /api/fixity/packages': answer('listInspected', '检测的归档包', 'packages and what was found', InspectedList),
  'GET /api/fixity.xlsx': answer('exportFixity', '导出定期检测', 'the rounds as a workbook', XLSX),
  'GET /api/fixity.pdf': answer('printFixity', '打印定期检测', 'the rounds on paper', PDF),
  'GET /api/desk/lists': answer('listLists', '清册', 'lists that were proposed', ListOfLists),
  'POST /api/desk/lists': answer('proposeList', '提出清册', 'proposes a list', WholeList, 201),
  'GET /api/desk/lists/:id': answer('readList', '清册', 'a list with its packages', WholeList),
  'POST /api/desk/lists/:id/decision': answer('decideList', '批准或退回', 'decides about a list', WholeList, 201),
  'POST /api/desk/lists/:id/withdrawal': answer('withdrawList', '撤回', 'withdraws a list', WholeList, 201),
  'GET /api/desk/lists/:id/list.xlsx': answer('exportList', '导出清册', 'a list as a workbook', XLSX),
  'GET /api/desk/lists/:id/list.pdf': answer('printList', '打印清册', 'a list on paper', PDF),
  'GET /api/disposal': answer('listDisposal', '到期鉴定', 'packages at the end of their retention', DueList),
  'GET /api/disposal.xlsx': answer('exportDisposal', '导出到期档案', 'them as a workbook', XLSX),
  'GET /api/disposal.pdf': answer('printDisposal', '打印到期档案', 'them on paper', PDF),
  'GET /api/transfers': answer('listTransfers', '到期移交', 'packages due at the archives', DueList),
  'GET /api/transfers.xlsx': answer('exportTransfers', '导出应移交档案', 'them as a workbook', XLSX),
  'GET /api/transfers.pdf': answer('printTransfers', '打印应移交档案', 'them on paper', PDF),
  'GET /api/received': answer('listReceived', '接收登记', 'packages from elsewhere', ReceivedList),
  'GET /api/received.xlsx': answer('exportReceived', '导出接收登记', 'them as a workbook', XLSX),
  'GET /api/received.pdf': answer('printReceived', '打印接收登记', 'them on paper', PDF),
  'GET /api/arrangement': answer('readArrangement', '整理', 'how packages are arranged', ArrangementView),
  'GET /api/arrangement.xlsx': answer('exportArrangement', '导出整理', 'it as a workbook', XLSX),
  'GET /api/arrangement.pdf': answer('printArrangement', '打印整理', 'it on paper', PDF),
  'POST /api/arrangement/lists': answer('proposeArrangement', '提出整理调整', 'proposes an adjustment', WholeList, 201),
  'GET /api/search': answer('searchIndex', '全文检索', 'archived cases by words, through use', Found),
  'GET /api/statistics': answer(
    ...(['readStatistics', '统计', 'statistics (GB/T 39784-2021 chapter 10)'] as const),
    z.object({ tables: z.array(StatTable) }),
  ),
  'GET /api/statistics.xlsx': answer('exportStatistics', '导出统计', 'statistics as a workbook', XLSX),
  'GET /api/statistics.pdf': answer('printStatistics', '打印统计', 'statistics on paper', PDF),
  'GET /api/audits': answer('listAudits', '审计', 'audits, newest first', AuditList),
  'POST /api/audits': answer('startAudit', '启动审计', 'begins an audit', Id, 201),
  'GET /api/audits/anchors.json': answer(
    ...(['readAnchors', '信任锚', 'whom audits here believe (docs/formats/anchors.md)', 'application/json'] as const),
  ),
  'GET /api/audits/:id/report.html': answer('readReport', '审计报告', 'the report as a page', 'text/html'),
  'GET /api/audits/:id/report.json': answer('readReportData', '审计报告', 'the report as data', 'application/json'),
  'GET /api/audits/:id/comparison': answer(
    'compareAudits',
    '比较审计',
    'an audit beside an earlier one',
    AuditComparison,
  ),
  'POST /api/audits/:id/dump': answer('makeDump', '准备导出', 'begins to make the dump of an audit', Id, 202),
  'GET /api/audits/:id/dump.tar': answer('readDump', '下载导出', 'the dump, as one archive', 'application/x-tar'),
};

const ProblemBody = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
    faults: z
      .array(z.object({ field: z.string(), rule: z.string(), message: z.string() }))
      .optional()
      .describe('what is wrong with the request'),
  })
  .describe('Problem (RFC 9457)');
const refusal = (description: string) => ({ description, content: { [PROBLEM]: { schema: ProblemBody } } });

/** The part of a route's schema that says what it is called and what it answers; undefined for a route that is not in the table. */
export function answerSchema(route: string): object | undefined {
  const found = ANSWERS[route];
  if (found === undefined) return undefined;
  const { name, zh, en, body, status = 200 } = found;
  const said = `${zh} / ${en}`;
  const given = typeof body === 'string' ? { description: said, content: { [body]: { schema: z.any() } } } : body;
  return {
    ...{ operationId: name, summary: said },
    response: {
      [status]: given,
      '4xx': refusal('拒绝 / refused'),
      '5xx': refusal('未能处理 / not now, or an error of ours'),
    },
  };
}
