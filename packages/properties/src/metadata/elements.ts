import {
  CaseNumber,
  CODE_LISTS,
  Commitment,
  ContentName,
  FondsNumber,
  isUscc,
  MatterCode,
  Retention,
  Sm3,
  Time,
} from '@guidang/contracts';
import type { Element } from './element.ts';

const by =
  (contract: { safeParse(text: unknown): { success: boolean } }) =>
  (text: string): boolean =>
    contract.safeParse(text).success;
const like =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

const text = (id: string, zh: string, most: number): Element => ({ id, zh, kind: 'text', required: true, most });
const code = (id: string, zh: string, wellFormed: (text: string) => boolean, most?: number): Element => ({
  ...{ id, zh, kind: 'code', required: true, wellFormed },
  ...(most !== undefined && { most }),
});
const listed = (id: string, zh: string, domain: readonly string[]): Element => ({
  ...{ id, zh, kind: 'code', required: true, domain },
});
const time = (id: string, zh: string): Element => ({ id, zh, kind: 'time', required: true, wellFormed: by(Time) });
const count = (id: string, zh: string): Element => ({ id, zh, kind: 'count', required: true });
const optional = (element: Element): Element => ({ ...element, required: false });

const identifier = like(/^[A-Za-z0-9._-]+$/);

/** Elements of the case: head, closing and what the scheme says of it. */
export const CASE = {
  number: code('project_no', '办件编号 (M31)', by(CaseNumber), 50),
  source: text('information_system_description', '来源系统 (M51)', 200),
  matterCode: code('task_code', '事项实施编码', by(MatterCode)),
  matterName: text('task_name', '事项名称', 200),
  departmentCode: code('organization_code', '受理单位统一社会信用代码 (M78)', isUscc),
  departmentName: text('fonds_constituting_unit_name', '立档单位名称 (M6)', 200),
  fonds: code('fonds_identifier', '全宗号 (M9)', by(FondsNumber)),
  region: code('region_code', '行政区划', like(/^\d{6}(\d{3}){0,2}$/), 12),
  applicantKind: listed('apply_type', '服务对象 (A.4)', Object.keys(CODE_LISTS.applicantKind)),
  applicant: code('applicant_commitment', '申请人承诺值', by(Commitment)),
  channel: listed('apply_channel', '办理形式 (A.5)', Object.keys(CODE_LISTS.channel)),
  caseKind: listed('service_type', '办件类型 (A.6)', Object.keys(CODE_LISTS.caseKind)),
  receivedAt: time('receive_time', '收件时间'),
  acceptedAt: time('accept_time', '受理时间'),
  promisedAt: optional(time('promise_time', '承诺办结时间')),
  submission: optional(code('submission', '一件事申请编号', identifier, 60)),
  closedAt: time('transact_time', '办结时间 (M33)'),
  outcome: listed('result', '办理结果', ['granted', 'refused', 'ended']),
  totalItems: count('total_number', '总件数 (M42)'),
  totalFiles: count('total_files', '总文件数'),
  totalBytes: count('total_size', '总字节数'),
  retention: code('retention_period', '保管期限 (M12)', by(Retention)),
} as const satisfies Record<string, Element>;

/** Elements of one 环节 (业务实体, M80–M84 with its agent M76–M79). */
export const STEP = {
  code: code('step_code', '环节编码', identifier, 40),
  name: text('business_activity', '环节名称 (M81)', 100),
  action: listed('action', '业务动作', Object.keys(CODE_LISTS.action)),
  state: listed('business_status', '环节办理状态 (M80)', Object.keys(CODE_LISTS.stepState)),
  person: code('agent', '处理人工号', identifier, 60),
  post: text('position_name', '岗位 (M79)', 60),
  unitCode: code('organization_code', '处理单位统一社会信用代码 (M78)', isUscc),
  unitName: text('agent_name', '处理单位 (M77)', 200),
  opinion: optional({ ...text('action_description', '处理意见 (M84)', 1000), kind: 'paragraph' }),
  startedAt: time('action_time', '环节开始时间 (M82)'),
  endedAt: time('action_end_time', '环节结束时间'),
} as const satisfies Record<string, Element>;

/** Elements of one result (办结结果). */
export const RESULT = {
  name: text('result_name', '结果证照名称', 200),
  number: text('result_code', '结果证照编号', 50),
  issuerCode: code('organization_code', '发证单位统一社会信用代码 (M78)', isUscc),
  issuerName: text('issuer', '发证单位', 200),
  issuedAt: time('issue_time', '发证时间'),
  validFrom: optional(time('valid_from', '证照有效期起')),
  validUntil: optional(time('valid_until', '证照有效期止')),
} as const satisfies Record<string, Element>;

/** Elements of one material and of its files. */
export const MATERIAL = {
  identifier: code('material_code', '材料标识', identifier, 60),
  item: optional(code('file_code', '归档材料目录项', identifier, 40)),
  group: listed('material_group', '材料类别', ['application', 'process', 'result']),
  name: text('title', '材料名称 (M22)', 200),
  collected: listed('collection_method', '收取方式', ['upload', 'scan', 'certificate', 'reuse', 'paper', 'other']),
  confirmed: optional({ id: 'scan_confirmed', zh: '当场确认', kind: 'flag', required: false }),
  fileName: text('computer_file_name', '计算机文件名 (M48)', 200),
  fileSize: count('computer_file_size', '计算机文件大小 (M49)'),
  format: code('format_information', '格式信息 (M47)', like(/^[a-z0-9-]{1,40}$/)),
  pages: optional(count('total_number_of_pages', '页数 (M43)')),
  content: code('digest_sha256', '内容名 (SHA-256)', by(ContentName)),
  sm3: code('digest_sm3', 'SM3 摘要', by(Sm3)),
} as const satisfies Record<string, Element>;
