import type { CapturedFile, CaseLink, DossierMaterial, Finding, PackageInspected } from '@guidang/contracts';

/** A file of a case, as a row of `file_view`. */
export interface FileRow {
  case_number: string;
  material: string;
  position: number;
  content: string;
  name: string;
  title: string;
  item: string | null;
  group: string;
  puid: string | null;
  format: string;
  size: number;
  pages: number | null;
  state: 'in-force' | 'superseded';
  captured_at: string;
}

/** A finding that people may settle, as a row of `open_finding`. */
export interface OpenFindingRow {
  case_number: string;
  key: string;
  department_uscc: string;
  item: string;
  object: string;
  code: string;
  outcome: string;
  level: string;
  evidence: Finding['evidence'];
  persons: number;
  accepted: number;
  accepted_by: string[];
  why: string;
  since: string;
}

/** Something that was refused, as a row of `refusal`; the link's digest and department are added where it is kept. */
export interface RefusalRow {
  position: number;
  case_number: string;
  step: string;
  code: string;
  item: string | null;
  at: string;
}

/** A use, as a row of `use_view`. */
export interface UseRow {
  case_number: string;
  account: string;
  role: string;
  purpose: string;
  path: string;
  title: string | null;
  copy_id: string | null;
  pages: number | null;
  result: string;
  at: string;
}

/** A look at a stored package, as a row of `inspection_view`; the link's digest and department are added where it is kept. */
export interface InspectionRow extends Pick<PackageInspected['body']['inspection'], 'copies' | 'counts' | 'findings'> {
  case_number: string;
  at: string;
  outcome: string;
  damaged: readonly string[];
}

/** What a link leaves beside the case itself. */
export interface Traces {
  readonly files: readonly FileRow[];
  /** A material that is in force no more. */
  readonly superseded: string | null;
  /** Which findings wait for people from now on; undefined: as before. */
  readonly open: readonly OpenFindingRow[] | undefined;
  readonly resolved: {
    readonly key: string;
    readonly settled: boolean;
    readonly by: string;
    readonly accepted: number;
  } | null;
  readonly refusals: readonly RefusalRow[];
  readonly use: UseRow | null;
  readonly inspection: InspectionRow | null;
}

const NONE: Traces = {
  ...{ files: [], superseded: null, open: undefined, resolved: null, refusals: [], use: null, inspection: null },
};

export function tracesOf(link: CaseLink): Traces {
  switch (link.type) {
    case 'CaseOpened': {
      const { form } = link.body;
      const files = form ? [fileRow(link, 'form', 0, form, '申请表单', null, 'form')] : [];
      return { ...NONE, files, refusals: refused(link, link.body.refused) };
    }
    case 'FormCaptured': {
      const { form, superseded } = link.body;
      const before = superseded ? filesOf(link, superseded) : [];
      const files = [fileRow(link, 'form', 0, form, '申请表单', null, 'form'), ...before];
      return { ...NONE, files, superseded: superseded?.material ?? null };
    }
    case 'MaterialCaptured':
    case 'ResultCaptured':
      return { ...NONE, files: filesOf(link, link.body.material) };
    case 'MaterialSuperseded':
      return { ...NONE, files: filesOf(link, link.body.material), superseded: link.body.replaces };
    case 'MaterialRefused':
      return { ...NONE, refusals: refused(link, link.body.refused) };
    case 'CaseChecked':
      return { ...NONE, open: [] };
    case 'CaseRefused':
      return { ...NONE, open: openOf(link), refusals: refused(link, refusing(link.body.findings)) };
    case 'CaseAwaitingReview':
      return { ...NONE, open: openOf(link) };
    case 'FindingResolved': {
      const { key, standing, by, accepted } = link.body;
      return { ...NONE, resolved: { key, settled: standing === 'settled', by: by.account, accepted } };
    }
    case 'PackageRefused':
      return {
        ...NONE,
        refusals: refused(
          link,
          link.body.failed.map(({ check }) => ({ code: check })),
        ),
      };
    case 'PackageInspected': {
      const { outcome, damaged, inspection } = link.body;
      const { copies, counts, findings } = inspection;
      return {
        ...NONE,
        inspection: { case_number: link.case, at: link.time, outcome, damaged, copies, counts, findings },
      };
    }
    case 'CopyMade': {
      const { path, purpose, requester, copyId, of } = link.body;
      const use = {
        ...usedBy(link, path, purpose, requester),
        title: of.title,
        copy_id: copyId,
        pages: link.facts.pages,
      };
      return { ...NONE, use: { ...use, result: 'made' } };
    }
    case 'UseRefused': {
      const { path, purpose, requester, reason, detail } = link.body;
      const use = { ...usedBy(link, path, purpose, requester), result: detail ?? reason };
      return { ...NONE, use, refusals: refused(link, [{ code: detail ?? reason }]) };
    }
    default:
      return NONE;
  }
}

/** Of all that calls for something, what refuses. */
const refusing = (findings: readonly Finding[]): { code: string; item: string }[] =>
  findings
    .filter(({ outcome, level }) => outcome === 'FAIL' && level === 'BLOCK')
    .map(({ code, item }) => ({ code, item }));

const refused = (link: CaseLink, reasons: readonly { code: string; item?: string }[]): RefusalRow[] =>
  reasons.map(({ code, item }, position) => ({
    ...{ position, case_number: link.case, step: link.step, code, item: item ?? null, at: link.time },
  }));

function openOf(link: Extract<CaseLink, { type: 'CaseRefused' | 'CaseAwaitingReview' }>): OpenFindingRow[] {
  const { open, dossier } = link.body;
  const why = link.type === 'CaseRefused' ? 'REFUSED' : link.body.why;
  return open.map(({ key, persons, finding: { item, object, code, outcome, level, evidence } }) => ({
    ...{
      case_number: link.case,
      key,
      department_uscc: dossier.head.department.uscc,
      item,
      object,
      code,
      outcome,
      level,
    },
    ...{ evidence, persons, accepted: 0, accepted_by: [], why, since: link.time },
  }));
}

function filesOf(link: CaseLink, { material, item, group, name, files, countersignature }: DossierMaterial): FileRow[] {
  const rows = files.map((file, position) => fileRow(link, material, position, file, name, item, group));
  if (countersignature === null) return rows;
  return [
    ...rows,
    fileRow(link, material, files.length, countersignature, `${name} · 当场确认`, item, 'countersignature'),
  ];
}

const fileRow = (
  link: CaseLink,
  material: string,
  position: number,
  { content, name, puid, format, size, pages }: CapturedFile,
  title: string,
  item: string | null,
  group: string,
): FileRow => ({
  ...{ case_number: link.case, material, position, content, name, title, item, group, puid, format, size, pages },
  ...{ state: 'in-force', captured_at: link.time },
});

const usedBy = (
  link: CaseLink,
  path: string,
  purpose: string,
  { account, role }: { account: string; role: string },
): UseRow => ({
  ...{
    case_number: link.case,
    account,
    role,
    purpose,
    path,
    title: null,
    copy_id: null,
    pages: null,
    result: '',
    at: link.time,
  },
});
