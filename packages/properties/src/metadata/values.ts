import type { CapturedFile, CaseResult, DossierMaterial, ProcessStep } from '@guidang/contracts';
import type { CaseFacts, MaterialFacts } from '../facts.ts';
import type { Element, Value } from './element.ts';
import { CASE, MATERIAL, RESULT, STEP } from './elements.ts';

type Row = readonly [element: Element, path: string, value: unknown];
const valuesOf = (rows: readonly Row[]): Value[] => rows.map(([element, path, value]) => ({ element, path, value }));

const stepRows = (step: ProcessStep, at: string): Row[] => [
  [STEP.code, `${at}.step`, step.step],
  [STEP.name, `${at}.name`, step.name],
  [STEP.action, `${at}.action`, step.action],
  [STEP.state, `${at}.state`, step.state],
  [STEP.person, `${at}.person.id`, step.person?.id],
  [STEP.post, `${at}.person.post`, step.person?.post],
  [STEP.unitCode, `${at}.unit.uscc`, step.unit?.uscc],
  [STEP.unitName, `${at}.unit.name`, step.unit?.name],
  [STEP.opinion, `${at}.opinion`, step.opinion],
  [STEP.startedAt, `${at}.startedAt`, step.startedAt],
  // 待办 has no end yet.
  ...(step.state === '1' ? [] : ([[STEP.endedAt, `${at}.endedAt`, step.endedAt]] as Row[])),
];

const resultRows = (result: CaseResult, at: string): Row[] => [
  [RESULT.name, `${at}.name`, result.name],
  [RESULT.number, `${at}.number`, result.number],
  [RESULT.issuerCode, `${at}.issuer.uscc`, result.issuer?.uscc],
  [RESULT.issuerName, `${at}.issuer.name`, result.issuer?.name],
  [RESULT.issuedAt, `${at}.issuedAt`, result.issuedAt],
  [RESULT.validFrom, `${at}.validFrom`, result.validFrom],
  [RESULT.validUntil, `${at}.validUntil`, result.validUntil],
];

/** Metadata of the case as a whole: head, steps, results, closing, retention. Materials are judged as they come. */
export function caseValues({ dossier: { head, steps, results, closing }, scheme }: CaseFacts): Value[] {
  return valuesOf([
    [CASE.number, 'head.case', head.case],
    [CASE.source, 'head.source', head.source],
    [CASE.matterCode, 'head.matter.code', head.matter?.code],
    [CASE.matterName, 'head.matter.name', head.matter?.name],
    [CASE.departmentCode, 'head.department.uscc', head.department?.uscc],
    [CASE.departmentName, 'head.department.name', head.department?.name],
    [CASE.fonds, 'head.department.fonds', head.department?.fonds],
    [CASE.region, 'head.region', head.region],
    [CASE.applicantKind, 'head.applicant.kind', head.applicant?.kind],
    [CASE.applicant, 'head.applicant.reference', head.applicant?.reference],
    [CASE.channel, 'head.channel', head.channel],
    [CASE.caseKind, 'head.kind', head.kind],
    [CASE.receivedAt, 'head.receivedAt', head.receivedAt],
    [CASE.acceptedAt, 'head.acceptedAt', head.acceptedAt],
    [CASE.promisedAt, 'head.promisedAt', head.promisedAt],
    [CASE.submission, 'head.submission', head.submission],
    ...steps.flatMap((step, i) => stepRows(step, `steps[${i}]`)),
    ...results.flatMap((result, i) => resultRows(result, `results[${i}]`)),
    [CASE.closedAt, 'closing.closedAt', closing.closedAt],
    [CASE.outcome, 'closing.outcome', closing.outcome],
    [CASE.totalItems, 'closing.materials', closing.materials],
    [CASE.totalFiles, 'closing.files', closing.files],
    [CASE.totalBytes, 'closing.bytes', closing.bytes],
    ...(scheme ? ([[CASE.retention, 'scheme.retention', scheme.retention]] as Row[]) : []),
  ]);
}

const fileRows = (file: CapturedFile, at: string): Row[] => [
  [MATERIAL.fileName, `${at}.name`, file.name],
  [MATERIAL.fileSize, `${at}.size`, file.size],
  [MATERIAL.format, `${at}.format`, file.format],
  [MATERIAL.pages, `${at}.pages`, file.pages],
  [MATERIAL.content, `${at}.content`, file.content],
  [MATERIAL.sm3, `${at}.sm3`, file.sm3],
];

const describedRows = (material: DossierMaterial): Row[] => [
  [MATERIAL.identifier, 'material', material.material],
  [MATERIAL.item, 'item', material.item],
  [MATERIAL.group, 'group', material.group],
  [MATERIAL.name, 'name', material.name],
  [MATERIAL.collected, 'collected', material.collected],
  [MATERIAL.confirmed, 'confirmed', material.confirmed],
];

/** Metadata of a material and its files. The form is a file without metadata of its own. */
export function materialValues({ described, files }: MaterialFacts): Value[] {
  let n = 0;
  return valuesOf([
    ...(described ? describedRows(described) : []),
    ...files.flatMap(({ captured, role }) => fileRows(captured, role === 'file' ? `files[${n++}]` : role)),
  ]);
}
