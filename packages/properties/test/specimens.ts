import { createHash } from 'node:crypto';
import type {
  CapturedFile,
  Dossier,
  DossierMaterial,
  FormFacts,
  InspectedFile,
  PageQuality,
  ProcessStep,
  Scheme,
} from '@guidang/contracts';
import {
  type CaseFacts,
  contentsOf,
  digestOfContents,
  FORM,
  formFacts,
  type MaterialFacts,
  materialFacts,
  rulesOf,
} from '../src/index.ts';

/** What a scheme without a profile is checked by. */
export const RULES = rulesOf(null);

export const AT = '2026-03-10T08:00:00.000Z';
const MATTER = '12441500196720244T3442199806003';
export const USCC = '12441500196720244T';
const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

export const SCHEME: Scheme = {
  type: 'scheme',
  contract: 1,
  id: 'doctor-registration',
  version: 1,
  matter: { code: MATTER, name: '医师执业注册', type: '01' },
  department: { uscc: USCC, name: '卫生健康局', fonds: 'J031' },
  validFrom: '2025-01-01T00:00:00Z',
  items: [
    { code: 'A01', name: '申请表', group: 'application', required: 'always', formats: ['pdf', 'ofd'], atMost: 1 },
    {
      code: 'A02',
      name: '证明材料',
      group: 'application',
      required: 'optional',
      formats: ['jpeg', 'pdf', 'mp3', 'mp4'],
    },
    { code: 'C01', name: '执业证书', group: 'result', required: 'granted', formats: ['pdf'], atMost: 1 },
  ],
  unlisted: 'warn',
  steps: [
    { code: 'receive', name: '收件', required: true },
    { code: 'review', name: '审核', required: true },
    { code: 'visit', name: '现场核查', required: false },
    { code: 'decide', name: '决定', required: true },
  ],
  limits: { statutoryWorkingDays: 20, promisedWorkingDays: null },
  retention: 'D30',
  referenceCode: { fonds: 'J031', category: 'ZY', classes: ['XK', 'ZC'], width: 4 },
  sharing: 'conditional',
  openness: 'restricted',
};

export const captured = (name: string, changes: Partial<CapturedFile> = {}): CapturedFile => ({
  name,
  content: `sha256:${digest('sha256', name)}`,
  sm3: digest('sm3', name),
  size: 40_000,
  puid: 'fmt/276',
  format: 'pdf',
  pages: 3,
  ...changes,
});

/** Three pages as a good scan looks. */
export const PAGES: readonly PageQuality[] = [1, 2, 3].map((page) => ({
  ...{ page, blank: false, ink: 0.08, paper: 240, contrast: 200 },
  ...{ skew: 0.4, dpi: 300 },
}));

/** What is found where a file is all that its record says. */
export function looked(file: CapturedFile, changes: Changes = {}): InspectedFile {
  const { bytes = {}, inspection = {}, scan = {} } = changes;
  const { content, sm3, size, puid, format, pages } = file;
  return {
    content,
    bytes: { sha256: content.slice('sha256:'.length), sm3, size, ...bytes },
    inspection: {
      ...{ inspector: 'formats/2', puid, format, extensionAgrees: true, readable: 'yes', problems: [], pages },
      ...{ encrypted: false, quality: format === 'pdf' ? [...PAGES] : null },
      ...inspection,
    },
    scan: {
      ...{ verdict: 'clean', signature: null, engine: 'ClamAV 1.4.6/27800', signaturesAt: '2026-03-09T09:00:00.000Z' },
      ...scan,
    },
  };
}
export interface Changes {
  readonly bytes?: Partial<NonNullable<InspectedFile['bytes']>>;
  readonly inspection?: Partial<NonNullable<InspectedFile['inspection']>>;
  readonly scan?: Partial<NonNullable<InspectedFile['scan']>>;
}

export const described = (
  id: string,
  item: string | null,
  changes: Partial<DossierMaterial> = {},
): DossierMaterial => ({
  material: id,
  item,
  group: 'application',
  name: '执业注册申请表',
  collected: 'upload',
  confirmed: null,
  files: [captured(`${id}.pdf`)],
  countersignature: null,
  ...changes,
});

/** A material that passes every item, but for what is changed in what was found of its first file. */
export function material(changes: Changes = {}, of: DossierMaterial = described('m1', 'A01')): MaterialFacts {
  const files = [...of.files, ...(of.countersignature ? [of.countersignature] : [])];
  return materialFacts(
    of,
    SCHEME,
    files.map((file, i) => looked(file, i === 0 ? changes : {})),
    AT,
  );
}

export const FORM_FILE = captured('form.json', { puid: 'fmt/817', format: 'json', pages: null });
export const form = (found: Partial<FormFacts> | null = {}): MaterialFacts =>
  formFacts(
    FORM_FILE,
    looked(FORM_FILE),
    found && { valid: true, commitmentMatches: true, age: 'fits', asked: [], problems: [], ...found },
    AT,
  );

export const step = (code: string, day: number, changes: Partial<ProcessStep> = {}): ProcessStep => ({
  step: code,
  name: '审核',
  action: 'pass',
  state: '2',
  person: { id: 'S-10234', post: '审核岗' },
  unit: { uscc: USCC, name: '卫生健康局' },
  opinion: '材料齐全，同意。\n予以办理。',
  startedAt: `2026-03-0${day}T01:00:00Z`,
  endedAt: `2026-03-0${day}T02:00:00Z`,
  ...changes,
});

export const RESULT = {
  name: '医师执业证书',
  number: '110441900000123',
  issuer: { uscc: USCC, name: '卫生健康局' },
  issuedAt: '2026-03-05T02:00:00Z',
  validFrom: '2026-03-05T00:00:00Z',
  validUntil: '2031-03-04T15:59:59Z',
};

/** A dossier that passes every item. Materials can be exchanged; what closing states follows them. */
export function dossier(changes: Partial<Dossier> = {}): Dossier {
  const materials = changes.materials ?? [
    described('m1', 'A01'),
    described('r1', 'C01', { group: 'result', name: '医师执业证书', collected: 'certificate' }),
  ];
  const files = materials.flatMap((one) => one.files);
  return {
    head: {
      case: `${MATTER}202603010001`,
      source: 'urn:dg:ywtb',
      matter: { code: MATTER, name: '医师执业注册' },
      scheme: { id: SCHEME.id, version: 1 },
      department: SCHEME.department,
      region: '441900',
      applicant: { kind: '1', reference: `commit:${'b'.repeat(64)}` },
      channel: '1',
      kind: '2',
      receivedAt: '2026-03-01T00:30:00Z',
      acceptedAt: '2026-03-01T01:00:00Z',
      promisedAt: '2026-03-20T09:30:00Z',
      submission: null,
    },
    form: FORM_FILE,
    materials,
    superseded: [],
    steps: [step('receive', 1), step('review', 2), step('decide', 3)],
    results: [RESULT],
    closing: {
      closedAt: '2026-03-06T08:00:00Z',
      outcome: 'granted',
      materials: materials.length,
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
    },
    ...changes,
  };
}

/** A case that passes every item, but for what is changed. */
export function closing(changes: Partial<Dossier> = {}, facts: Partial<CaseFacts> = {}): CaseFacts {
  const of = dossier(changes);
  return {
    at: AT,
    dossier: of,
    scheme: SCHEME,
    asked: [],
    checked: new Map([
      ...(of.form ? [[FORM, digestOfContents([of.form.content])] as const] : []),
      ...of.materials.map((one) => [one.material, digestOfContents(contentsOf(one))] as const),
    ]),
    captured: { links: 9, fault: null, line: null },
    signed: { carrying: 0, unknown: 0 },
    scanner: { engine: 'ClamAV 1.4.6/27800', signaturesAt: '2026-03-09T09:00:00.000Z' },
    ...facts,
  };
}
