import { type ApplicationForm, archivalYear, CODE_LISTS, type Scheme } from '@guidang/contracts';
import type { CaseRecord } from './case-record.ts';
import { PROFILE } from './names.ts';
import { civilTime } from './time.ts';
import { identityWords, OPENNESS, OUTCOMES, retentionWords, SHARING } from './words.ts';
import { type Element, element } from './xml.ts';

type Field = readonly [name: string, title: string, value: string, more?: Readonly<Record<string, string>>];

/**
 * 基本信息.xml. Element names of layout A (standards/2 §2.5), the profile is ours; what we do not know is left out. The only description
 * that names the applicant: it is part of the archive, and goes when the archive goes.
 */
export function basicInformation(record: CaseRecord): Element {
  const fields = [...identity(record), ...schemeFields(record.scheme), ...handling(record), ...people(record.form)];
  return element(
    'base_info',
    { title: '基本信息', profile: PROFILE },
    fields.map(([name, title, value, more = {}]) => element(name, { title, ...more }, value)),
  );
}

function identity({ referenceCode, retention, manifest, sealedAt, form }: CaseRecord): Field[] {
  const { head, closing } = manifest.dossier;
  const title = form ? [titleOf(form, head.matter.name)] : [];
  return [
    ['electronic_record_code', '电子文件号', referenceCode],
    ['archival_code', '档号', referenceCode],
    ['year', '年度', String(archivalYear(closing.closedAt))],
    ['retention_period', '保管期限', retentionWords(retention), { code: retention }],
    ['region_code', '行政区划编码', head.region],
    ['task_code', '事项编码', head.matter.code],
    ['task_name', '事项名称', head.matter.name],
    ['information_system_dcscription', '信息系统描述', head.source],
    ['fonds_constituting_unit_name', '立档单位名称', head.department.name],
    ['fonds_identifier', '全宗号', head.department.fonds],
    ['social_code', '统一社会信用代码', head.department.uscc],
    ['project_id', '业务流水号(办件号)', head.case],
    ...title.map((name): Field => ['project_name', '办件名称', name]),
    ['service_type', '办件类型', CODE_LISTS.caseKind[head.kind], { code: head.kind }],
    ['archive_time', '归档时间', civilTime(sealedAt)],
  ];
}

const titleOf = ({ applicant }: ApplicationForm, matter: string): string => `关于${applicant.name}办理${matter}的材料`;

const schemeFields = (scheme: Scheme | undefined): Field[] =>
  scheme === undefined
    ? []
    : [
        ['task_type', '事项类型', matterTypeOf(scheme), { code: scheme.matter.type }],
        ['fileshare', '共享类型', SHARING[scheme.sharing]],
        ['control_identifier', '控制标识', OPENNESS[scheme.openness]],
        ['archiving_scheme', '归档方案', `${scheme.id}@${scheme.version}`],
      ];

const matterTypeOf = ({ matter: { type } }: Scheme): string =>
  (CODE_LISTS.matterType as Readonly<Record<string, string>>)[type] ?? type;

function handling({ manifest: { dossier } }: CaseRecord): Field[] {
  const { head, closing, results, materials } = dossier;
  return [
    ['receive_department', '受理单位', head.department.name],
    ['receive_time', '受理时间', civilTime(head.acceptedAt)],
    ['transact_time', '办结时间', civilTime(closing.closedAt)],
    ['result', '办理结果', OUTCOMES[closing.outcome], { code: closing.outcome }],
    ...results.map(({ name, number }): Field => ['result_code', '结果证照编号', number, { name }]),
    ['total_number', '包内总件数', String(materials.length)],
    [
      'apply_type',
      '行政相对人类型',
      CODE_LISTS.applicantKind[head.applicant.kind],
      { code: head.applicant.kind, commitment: head.applicant.reference },
    ],
  ];
}

function people(form: ApplicationForm | undefined): Field[] {
  if (!form) return [];
  const { applicant, legalPerson } = form;
  return [
    ['apply_name', '行政相对人名称', applicant.name],
    ['card_type', '证件类型', identityWords(applicant.identity.type), { code: applicant.identity.type }],
    ['contacted_card', '证件号码', applicant.identity.number],
    ...(applicant.address === undefined ? [] : [['address', '地址', applicant.address] as const]),
    ...(legalPerson === undefined
      ? []
      : ([
          ['legal_man', '法定代表人', legalPerson.name],
          [
            'legal_man_id_type',
            '证件类型',
            identityWords(legalPerson.identity.type),
            { code: legalPerson.identity.type },
          ],
          ['legal_man_id_number', '证件号码', legalPerson.identity.number],
        ] as const)),
  ];
}
