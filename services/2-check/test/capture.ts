import {
  archiveTopic,
  type CapturedFile,
  type CaptureLink,
  type CaseResult,
  type ChainObject,
  type Closing,
  type Dossier,
  type DossierHead,
  type DossierMaterial,
  type Link,
  linkBytes,
  linkId,
  type ProcessStep,
  type RawRecord,
  STEP_OF,
} from '@guidang/contracts';
import { contentNameOf, sha256Hex, sm3Hex } from '@guidang/evidence';
import { DEPARTMENT, MATTER, PUBLISHED, SCHEME } from './scheme.ts';

export const CASE = `${MATTER}202603010001`;
const AT = '2026-03-01T02:00:00.000Z';
const scheme = { id: SCHEME.id, version: SCHEME.version };

/** A file made up from its name. */
export const fileOf = (name: string, changes: Partial<CapturedFile> = {}): CapturedFile => ({
  name,
  content: contentNameOf(name),
  sm3: sm3Hex(name),
  size: 1_000,
  puid: 'fmt/276',
  format: 'pdf',
  pages: null,
  ...changes,
});

export const FORM_FILE = fileOf('form.json', { puid: 'fmt/817', format: 'json' });

export const materialOf = (
  id: string,
  item: string | null,
  changes: Partial<DossierMaterial> = {},
): DossierMaterial => ({
  material: id,
  item,
  group: 'application',
  name: `材料 ${id}`,
  collected: 'upload',
  confirmed: null,
  files: [fileOf(`${id}.pdf`)],
  countersignature: null,
  ...changes,
});

const step = (code: string): ProcessStep => ({
  step: code,
  name: code === 'accept' ? '受理' : '决定',
  action: 'pass',
  state: '2',
  person: { id: 'staff-7', post: '窗口' },
  unit: { uscc: DEPARTMENT.uscc, name: DEPARTMENT.name },
  opinion: '材料齐全\n予以受理',
  startedAt: code === 'accept' ? '2026-03-01T00:30:00Z' : '2026-03-04T01:00:00Z',
  endedAt: code === 'accept' ? '2026-03-01T01:00:00Z' : '2026-03-04T02:00:00Z',
});

export const resultOf = (number = '建字第441900202600001号'): CaseResult => ({
  name: '建设工程规划许可证',
  number,
  issuer: { uscc: DEPARTMENT.uscc, name: DEPARTMENT.name },
  issuedAt: '2026-03-04T08:00:00Z',
});

export const HEAD: DossierHead = {
  case: CASE,
  source: 'urn:dg:ywtb',
  matter: { code: MATTER, name: SCHEME.matter.name },
  scheme,
  department: DEPARTMENT,
  region: '441900',
  applicant: { kind: '2', reference: `commit:${'a'.repeat(64)}` },
  channel: '1',
  kind: '2',
  receivedAt: '2026-03-01T00:30:00Z',
  acceptedAt: '2026-03-01T01:00:00Z',
  promisedAt: null,
  submission: null,
};

/**
 * A case as capture writes it: each call appends a link to the chain and gives the record it lies in. The dossier is folded along, as capture does; what is
 * taken in needs no files, since their facts are made up as well.
 */
export class Captured {
  readonly records: RawRecord[] = [];
  readonly case: string;
  /** the chain object of the last closing */
  chain: Buffer = Buffer.alloc(0);
  #previous: string | null = null;
  #round = 1;
  #dossier: Omit<Dossier, 'closing'>;

  constructor(head: DossierHead = HEAD, form: CapturedFile | null = FORM_FILE) {
    this.case = head.case;
    this.#dossier = { head, form, materials: [], superseded: [], steps: [], results: [] };
  }

  opened(): RawRecord {
    const { head, form } = this.#dossier;
    return this.write('CaseOpened', { head, form, refused: [], missing: [] });
  }

  /** Another application form; the one before it stays as a superseded material. */
  reformed(form: CapturedFile, reference = this.#dossier.head.applicant.reference): RawRecord {
    const { head, form: before, superseded: earlier } = this.#dossier;
    const superseded = before && materialOf(`form.${earlier.length + 1}`, null, { files: [before], name: '申请表单' });
    const now = { ...head, applicant: { ...head.applicant, reference } };
    this.#dossier = {
      ...this.#dossier,
      head: now,
      form,
      superseded: [...earlier, ...(superseded ? [superseded] : [])],
    };
    return this.write('FormCaptured', { head: now, form, superseded, reason: '更正表单', missing: [] });
  }

  added(material: DossierMaterial): RawRecord {
    this.#inForce(material);
    return this.write('MaterialCaptured', {
      scheme: this.#scheme,
      material,
      unlisted: material.item === null,
      missing: [],
    });
  }

  replaced(replaces: string, material: DossierMaterial): RawRecord {
    const { materials, superseded } = this.#dossier;
    const old = materials.filter((one) => one.material === replaces);
    this.#dossier = {
      ...this.#dossier,
      materials: materials.filter((one) => one.material !== replaces),
      superseded: [...superseded, ...old],
    };
    this.#inForce(material);
    return this.write('MaterialSuperseded', {
      ...{ scheme: this.#scheme, material, replaces, reason: '重新扫描' },
      unlisted: false,
      missing: [],
    });
  }

  issued(material: DossierMaterial, result = resultOf()): RawRecord {
    this.#inForce(material);
    this.#dossier = { ...this.#dossier, results: [...this.#dossier.results, result] };
    return this.write('ResultCaptured', { scheme: this.#scheme, result, material, unlisted: false, missing: [] });
  }

  refused(): RawRecord {
    const refused = [
      { name: 'x.pdf', code: 'DIGEST_MISMATCH', field: 'data.files[0].sha256', expected: null, found: null },
    ];
    return this.write('MaterialRefused', { material: 'x', name: '材料', refused, missing: [] });
  }

  stepped(of: string | ProcessStep): RawRecord {
    const one = typeof of === 'string' ? step(of) : of;
    this.#dossier = { ...this.#dossier, steps: [...this.#dossier.steps, one] };
    return this.write('ProcessStepRecorded', { step: one });
  }

  closed(changes: Partial<Closing> = {}, chained: Partial<ChainObject> = {}): RawRecord {
    const { materials } = this.#dossier;
    const files = materials.flatMap((one) => one.files);
    const closing: Closing = {
      closedAt: '2026-03-06T08:00:00Z',
      outcome: 'granted',
      materials: materials.length,
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      ...changes,
    };
    this.chain = Buffer.concat(this.records.flatMap(({ value }) => [value!, Buffer.from('\n')]));
    const chain = {
      content: contentNameOf(this.chain),
      size: this.chain.length,
      links: this.records.length,
      ...chained,
    };
    const body = { round: this.#round, complete: true, missing: [], dossier: { ...this.#dossier, closing }, chain };
    return this.write('CaseCaptured', body, { chain });
  }

  reopened(): RawRecord {
    this.#round += 1;
    return this.write('CaseReopened', { round: this.#round, reason: '补正' });
  }

  withdrawn(): RawRecord {
    return this.write('CaseWithdrawn', { withdrawnAt: AT, reason: '申请人撤回' });
  }

  get #scheme() {
    return this.#dossier.head.scheme;
  }

  #inForce(material: DossierMaterial): void {
    this.#dossier = { ...this.#dossier, materials: [...this.#dossier.materials, material] };
  }

  write(type: CaptureLink['type'], body: object, facts: object = FACTS[type] ?? {}): RawRecord {
    const seq = this.records.length;
    const link: Link = {
      id: linkId(STEP_OF[type], `${this.case} ${seq}`),
      case: this.case,
      step: 'capture',
      seq,
      previous: this.#previous,
      input: { topic: 'case.events', partition: 1, offset: seq, sha256: sha256Hex(`event ${seq}`) },
      type,
      version: 1,
      time: AT,
      decider: { software: '0.1.0', rules: 'capture@1', scheme: PUBLISHED.digest },
      facts,
      body,
    };
    const value = linkBytes(link);
    this.#previous = sha256Hex(value);
    const record: RawRecord = {
      topic: archiveTopic('capture'),
      partition: 1,
      offset: 100 + seq,
      timestamp: Date.parse(AT),
      key: Buffer.from(this.case),
      value,
      headers: {},
    };
    this.records.push(record);
    return record;
  }
}

const FILES = { files: [], countersignature: null };
const FACTS: Partial<Record<CaptureLink['type'], object>> = {
  CaseOpened: FILES,
  FormCaptured: FILES,
  MaterialCaptured: FILES,
  MaterialSuperseded: FILES,
  MaterialRefused: FILES,
  ResultCaptured: FILES,
};
