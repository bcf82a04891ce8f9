import type { Row } from '../../../tools/access-document.ts';

const row = (action: string, zh: string, roles: Row['roles']): Row => ({ action, zh, roles });

const WALL = row('wall.read', '查看运行总览', {
  ...{ operator: 'any', archivist: 'any', auditor: 'any', 'system-administrator': 'city' },
});
const CASE = row('case.read', '查看办件：链节、检测项、过程', {
  ...{ operator: 'own', archivist: 'own', filer: 'own', reviewer: 'own', auditor: 'own' },
});
const CONTENT = row('case.content', '查看材料内容', { archivist: 'own', filer: 'own', reviewer: 'own' });
const SEARCH = row('case.content', '全文检索', { archivist: 'city', filer: 'city', reviewer: 'city' });
const PARKED = row('parked.read', '查看搁置记录', { operator: 'any', archivist: 'any', auditor: 'any' });
const CLOSE = row('parked.close', '关闭搁置记录', { operator: 'any' });
const RELEASE = row('parked.release', '放行或改投搁置记录', { operator: 'any' });
const REPLAY = row('step.replay', '试重演一个环节', { operator: 'any' });
const CONTROL = row('step.control', '暂停、恢复一个环节', { operator: 'any' });
const REFUSED = row('review.read', '查看退回与补正', { archivist: 'own', filer: 'own', reviewer: 'own' });
const PRINT = row('register.print', '打印登记表', { archivist: 'own', filer: 'own' });
const STATISTICS = row('statistics.read', '查看统计', {
  ...{ operator: 'own', archivist: 'own', filer: 'own', reviewer: 'own', auditor: 'own' },
});
const DESK = row('desk.read', '查看到期鉴定、移交与整理调整', {
  ...{ archivist: 'own', filer: 'own', reviewer: 'own', auditor: 'own' },
});
const PROPOSE = row('desk.propose', '提出清册', { archivist: 'own', filer: 'own' });
const APPROVE = row('desk.approve', '批准或退回他人提出的清册', { archivist: 'own' });
const FIXITY = row('fixity.read', '查看定期检测', { operator: 'own', archivist: 'own', filer: 'own', auditor: 'own' });
const AUDIT = row('audit.read', '查看审计报告', { auditor: 'any', 'security-auditor': 'city' });
const RUN = row('audit.run', '启动审计', { auditor: 'any' });
const DUMP = row('audit.run', '准备导出（全部记录）', { auditor: 'city' });
const TAKE = row('audit.read', '下载导出（全部记录）', { auditor: 'city', 'security-auditor': 'city' });

const LOG = row('log.read', '查看控制台的操作日志', {
  ...{ 'security-auditor': 'city', 'security-officer': 'city', auditor: 'city' },
});
const VERIFY = row('log.verify', '核验、导出控制台的操作日志', { 'security-auditor': 'city', auditor: 'city' });

const EXPORT = row('case.export', '导出办件清单', { archivist: 'own', filer: 'own', auditor: 'own' });
const KEEP = row('own.keep', '保存本人的检索', {
  ...{ operator: 'any', archivist: 'any', filer: 'any', reviewer: 'any', auditor: 'any' },
});

/** Route × role × scope: all that anybody may do through the door of the console. What is not in it is refused. */
export const ACCESS_TABLE: Readonly<Record<string, Row>> = {
  'GET /api/live': WALL,
  'GET /api/cases': CASE,
  'GET /api/cases.xlsx': EXPORT,
  'GET /api/cases/:case': CASE,
  'GET /api/choices': CASE,
  'GET /api/cases/:case/links/:sha256': CASE,
  'GET /api/cases/:case/files/:material/:position/pages/:page': CONTENT,
  'GET /api/cases/:case/files/:material/:position/text': CONTENT,
  'GET /api/cases/:case/proof': CASE,
  'GET /api/verify.html': { ...CASE, zh: '下载核验页面' },
  'GET /api/searches': KEEP,
  'PUT /api/searches/:id': KEEP,
  'DELETE /api/searches/:id': KEEP,
  'GET /api/favourites': { ...CASE, zh: '查看本人收藏的办件' },
  'PUT /api/favourites/:case': { ...CASE, zh: '收藏办件' },
  'DELETE /api/favourites/:case': { ...CASE, zh: '取消收藏' },
  'GET /api/parked': PARKED,
  'GET /api/parked/:id': PARKED,
  'POST /api/parked/:id/closing': CLOSE,
  'POST /api/parked/:id/release': RELEASE,
  'GET /api/replays': WALL,
  'POST /api/replays': REPLAY,
  'GET /api/steps/controls': WALL,
  'POST /api/steps/:step/control': CONTROL,
  'GET /api/refused': REFUSED,
  'GET /api/registers/:kind': PRINT,
  'GET /api/fixity': FIXITY,
  'GET /api/fixity/packages': FIXITY,
  'GET /api/fixity.xlsx': { ...FIXITY, zh: '导出定期检测登记表' },
  'GET /api/fixity.pdf': { ...FIXITY, zh: '打印定期检测登记表' },
  'GET /api/disposal': DESK,
  'GET /api/disposal.xlsx': { ...DESK, zh: '导出到期鉴定清单' },
  'GET /api/disposal.pdf': { ...DESK, zh: '打印到期鉴定清单' },
  'GET /api/transfers': DESK,
  'GET /api/transfers.xlsx': { ...DESK, zh: '导出移交清单' },
  'GET /api/transfers.pdf': { ...DESK, zh: '打印移交清单' },
  'GET /api/arrangement': DESK,
  'GET /api/arrangement.xlsx': { ...DESK, zh: '导出整理比照清单' },
  'GET /api/arrangement.pdf': { ...DESK, zh: '打印整理比照清单' },
  'POST /api/arrangement/lists': { ...PROPOSE, zh: '按规则提出整理调整清册' },
  'GET /api/received': { ...DESK, zh: '查看外来档案接收' },
  'GET /api/received.xlsx': { ...DESK, zh: '导出外来档案接收登记' },
  'GET /api/received.pdf': { ...DESK, zh: '打印移交与接收登记表' },
  'GET /api/desk/lists': DESK,
  'POST /api/desk/lists': PROPOSE,
  'GET /api/desk/lists/:id': DESK,
  'GET /api/desk/lists/:id/list.xlsx': { ...DESK, zh: '导出清册' },
  'GET /api/desk/lists/:id/list.pdf': { ...DESK, zh: '打印清册' },
  'POST /api/desk/lists/:id/decision': APPROVE,
  'POST /api/desk/lists/:id/withdrawal': { ...PROPOSE, zh: '撤回本人提出的清册' },
  'GET /api/search': SEARCH,
  'GET /api/statistics': STATISTICS,
  'GET /api/statistics.xlsx': STATISTICS,
  'GET /api/statistics.pdf': STATISTICS,
  'GET /api/audits': AUDIT,
  'POST /api/audits': RUN,
  'GET /api/audits/anchors.json': AUDIT,
  'GET /api/audits/:id/report.html': AUDIT,
  'GET /api/audits/:id/report.json': AUDIT,
  'GET /api/audits/:id/comparison': AUDIT,
  'POST /api/audits/:id/dump': DUMP,
  'GET /api/audits/:id/dump.tar': TAKE,
  'GET /api/v1/log': LOG,
  'GET /api/v1/log/verdict': VERIFY,
  'GET /api/v1/log/entries.jsonl': VERIFY,
};

/** For whoever is signed in, with a post or without. What stands behind `/check` judges by itself, by the token of whoever asks. */
export const SIGNED_IN = [
  'GET /api/me',
  'GET /api/openapi.json',
  ...['GET', 'POST', 'PUT', 'DELETE'].map((method) => `${method} /check/*`),
];
