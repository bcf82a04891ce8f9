import { createHash } from 'node:crypto';
import {
  type CapturedFile,
  type Dossier,
  type DossierMaterial,
  type Finding,
  type Link,
  linkBytes,
  linkId,
  type ProcessStep,
  type PublishedScheme,
  type RawRecord,
  Scheme,
  type StepName,
  usccCheckCharacter,
} from '@guidang/contracts';

/** What a sample case may be told to be. */
export interface SampleOptions {
  readonly number?: string;
  readonly materials?: number;
  readonly filesEach?: number;
  readonly steps?: readonly Partial<ProcessStep>[];
  /** 补正 rounds before the one that passes. */
  readonly refusals?: number;
  readonly change?: (dossier: Dossier) => Dossier;
}

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
const uscc = (first: string): string => first + usccCheckCharacter(first);
const DEPARTMENT = { uscc: uscc('11441900007330010'), name: '东莞市卫生健康局', fonds: 'J031' };
const MATTER = { code: `${DEPARTMENT.uscc}3000123011000`, name: '医师执业注册' };

const file = (name: string, format = 'pdf', size = 182_734): CapturedFile => ({
  name,
  content: `sha256:${digest('sha256', name)}`,
  sm3: digest('sm3', name),
  size,
  puid: format === 'pdf' ? 'fmt/476' : 'fmt/43',
  format,
  pages: 1,
});

const NAMES = ['医师执业注册申请审核表', '申请人身份证', '医师资格证书', '拟执业机构聘用证明', '近期免冠证件照'];

const material = (i: number, files: number): DossierMaterial => ({
  material: `M${i + 1}`,
  item: `A${String(i + 1).padStart(2, '0')}`,
  group: i % 5 === 4 ? 'process' : 'application',
  name: NAMES[i % NAMES.length]!,
  collected: i % 2 ? 'scan' : 'upload',
  confirmed: i % 2 ? true : null,
  files: Array.from({ length: files }, (_, n) =>
    file(
      `${NAMES[i % NAMES.length]}-${i + 1}-${n + 1}.${i % 2 ? 'jpg' : 'pdf'}`,
      i % 2 ? 'jpeg' : 'pdf',
      48_213 * (n + 3),
    ),
  ),
  countersignature: i % 2 ? file(`签名-${i + 1}.png`, 'png', 9_120) : null,
});

const step = (code: string, name: string, opinion: string, day: number): ProcessStep => ({
  step: code,
  name,
  action: 'pass',
  state: '2',
  person: { id: `DG-${1000 + day * 7}`, post: day < 3 ? '窗口受理岗' : '审批岗' },
  unit: { uscc: DEPARTMENT.uscc, name: DEPARTMENT.name },
  opinion,
  startedAt: `2026-03-0${day}T01:05:12Z`,
  endedAt: `2026-03-0${day}T02:31:40Z`,
});

export const STEPS: readonly ProcessStep[] = [
  step('receive', '收件', '材料收讫，已出具收件凭证。', 1),
  step('accept', '受理', '材料齐全，符合法定形式，予以受理。', 2),
  step('review', '审核', '经审核，申请材料符合规定条件，拟同意。', 3),
  step('decide', '决定', '准予许可，请按程序制证。', 4),
  step('close', '办结', '已送达，办结。', 5),
];

const RULES = { base: 'dat70@1', digest: `sha256:${'d'.repeat(64)}` } as const;
const NO_REVIEW = { closing: null, resolution: null };

const finding = (item: string, outcome: Finding['outcome'], object: string, code: string): Finding => ({
  item,
  outcome,
  level: 'BLOCK',
  object,
  code,
  evidence: outcome === 'PASS' ? { seen: true } : { reason: code.toLowerCase() },
});

/** A published scheme, so that a case has one to be handled under. */
export const sampleScheme = (): PublishedScheme => {
  const scheme = Scheme.parse({
    type: 'scheme',
    contract: 1,
    id: 'physician-registration',
    version: 1,
    matter: { ...MATTER, type: '01' },
    department: DEPARTMENT,
    validFrom: '2025-01-01T00:00:00Z',
    items: [{ code: 'A01', name: NAMES[0], group: 'application', required: 'always', formats: ['pdf'] }],
    unlisted: 'warn',
    steps: [{ code: 'receive', name: '收件', required: true }],
    limits: { statutoryWorkingDays: 20, promisedWorkingDays: 5 },
    retention: 'D30',
    referenceCode: { fonds: 'J031', category: 'ZY', classes: ['XK'], width: 4 },
    sharing: 'conditional',
    openness: 'restricted',
  });
  return { scheme, digest: `sha256:${digest('sha256', JSON.stringify(scheme))}` };
};

export interface SampleCase {
  readonly number: string;
  readonly dossier: Dossier;
  readonly scheme: PublishedScheme;
  /** Value bytes of all links before the closing one, in the order of a chain object. */
  readonly before: readonly Uint8Array[];
  readonly chainObject: Buffer;
  /** The closing link of check, as it lies in `archive.check`. */
  readonly record: RawRecord;
}

/** Writes the chains of capture and check for a case, link by link, as the two steps would. */
class Chain {
  readonly lines: Uint8Array[] = [];
  readonly #number: string;
  readonly #last = new Map<StepName, { seq: number; hash: string; offset: number }>();

  constructor(number: string) {
    this.#number = number;
  }

  hash(line: number): string {
    return createHash('sha256').update(this.lines.at(line)!).digest('hex');
  }

  add(
    step: 'capture' | 'check',
    type: string,
    facts: object,
    body: object,
    answers?: string,
    time = '2026-03-05T02:40:00Z',
  ) {
    const before = this.#last.get(step);
    const offset = (before?.offset ?? 99) + 1;
    const link: Link = {
      id: linkId(step, `${this.#number} ${type} ${offset}`),
      case: this.#number,
      step,
      seq: (before?.seq ?? -1) + 1,
      previous: before?.hash ?? null,
      input: {
        topic: step === 'capture' ? 'case.events' : 'archive.capture',
        partition: 2,
        offset,
        sha256: answers ?? digest('sha256', `${this.#number} event ${offset}`),
      },
      type,
      version: 1,
      time,
      decider: { software: '0.1.0', rules: `${step}@1`, scheme: sampleScheme().digest },
      facts,
      body,
    };
    const bytes = linkBytes(link);
    this.lines.push(bytes);
    const hash = this.hash(-1);
    this.#last.set(step, { seq: link.seq, hash, offset });
    return hash;
  }

  object(): { content: `sha256:${string}`; size: number; links: number } {
    const bytes = this.bytes();
    return {
      content: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      size: bytes.length,
      links: this.lines.length,
    };
  }

  bytes(): Buffer {
    return Buffer.concat(this.lines.flatMap((line) => [line, Buffer.from('\n')]));
  }
}

const closingFacts = (chain: Chain) => ({
  chain: chain.object(),
  captured: { links: chain.lines.length, fault: null, line: null },
  scanner: { engine: 'ClamAV 1.4.3', signaturesAt: '2026-03-04' },
});

/** A case that was handled, checked and has passed; ready to be sealed. */
export function sampleCase({
  number = `${MATTER.code}202603010001`,
  materials: count = 5,
  filesEach = 2,
  steps = STEPS,
  refusals = 0,
  change = (dossier) => dossier,
}: SampleOptions = {}): SampleCase {
  const materials = Array.from({ length: count }, (_, i) => material(i, filesEach));
  const dossier = change(
    dossierOf(
      number,
      materials,
      steps.map((own, i) => ({ ...STEPS[i % STEPS.length]!, ...own })),
    ),
  );
  const chain = new Chain(number);
  const checked: { material: string; link: string }[] = [];
  const materialChecked = (about: string, answers: string, files: readonly CapturedFile[]): void => {
    const findings = files.flatMap((_, n) =>
      ['GD-1-2', 'GD-3-2', 'GD-4-2'].map((item) => finding(item, 'PASS', `file:${about}/${n + 1}`, 'AS_PUBLISHED')),
    );
    if (about === 'M2') findings.push(finding('GD-3-3', 'WARN', 'file:M2/1', 'LOW_RESOLUTION'));
    const link = chain.add(
      'check',
      'MaterialChecked',
      { files: [], form: null },
      { material: about, rules: RULES, verdict: 'passed', findings },
      answers,
    );
    checked.push({ material: about, link });
  };
  // Capture runs ahead of check: its links stand first, those of check come when the case is closed.
  const answers: [about: string, link: string, files: readonly CapturedFile[]][] = [];
  const took = (type: string, about: string, files: readonly CapturedFile[]): void => {
    answers.push([about, chain.add('capture', type, { files, countersignature: null }, { about }), files]);
  };
  took('CaseOpened', 'form', dossier.form ? [dossier.form] : []);
  for (const one of dossier.materials) took('MaterialCaptured', one.material, one.files);
  for (const one of dossier.steps) chain.add('capture', 'ProcessStepRecorded', {}, { step: one });

  const rounds: string[] = [];
  for (let round = 1; round <= refusals + 1; round++) {
    if (round > 1) chain.add('capture', 'CaseReopened', {}, { round, reason: '补正材料' });
    const facts = { chain: chain.object() };
    rounds.push(
      chain.add('capture', 'CaseCaptured', facts, { round, complete: true, missing: [], dossier, chain: facts.chain }),
    );
  }
  for (const one of answers) materialChecked(...one);
  for (const [i, closing] of rounds.slice(0, -1).entries())
    chain.add(
      'check',
      'CaseRefused',
      { chain: chain.object() },
      {
        round: i + 1,
        rules: RULES,
        dossier,
        findings: [finding('GD-2-3', 'FAIL', 'case', 'ITEM_MISSING')],
        counts: { FAIL: 1 },
        open: [],
        chain: chain.object(),
        ...NO_REVIEW,
      },
      closing,
    );
  const before = [...chain.lines];
  const chainObject = chain.bytes();
  const facts = closingFacts(chain);
  const body = {
    round: refusals + 1,
    rules: RULES,
    dossier,
    findings: [
      finding('GD-2-3', 'PASS', 'case', 'ALL_THERE'),
      finding('GD-2-9', 'NOT_APPLICABLE', 'case', 'NONE_UNLISTED'),
      finding('CQ-1-1', 'NOT_RUN', 'case', 'NOT_BUILT'),
      finding('GD-1-8', 'MANUAL_REVIEW', 'case', 'LATE_STEP'),
    ],
    counts: { PASS: 34, WARN: 1, MANUAL_REVIEW: 1, NOT_APPLICABLE: 1, NOT_RUN: 1 },
    checked,
    chain: facts.chain,
    ...NO_REVIEW,
  };
  chain.add('check', 'CaseChecked', facts, body, rounds.at(-1)!, '2026-03-05T02:41:30.250Z');
  const record: RawRecord = {
    topic: 'archive.check',
    partition: 2,
    offset: 4711,
    timestamp: Date.parse('2026-03-05T02:41:31Z'),
    key: Buffer.from(number),
    value: chain.lines.at(-1)!,
    headers: {},
  };
  return { number, dossier, scheme: sampleScheme(), before, chainObject, record };
}

function dossierOf(number: string, materials: DossierMaterial[], steps: ProcessStep[]): Dossier {
  const files = materials.flatMap((one) => one.files);
  return {
    head: {
      case: number,
      source: 'https://zwfw.dg.example/acceptance',
      matter: MATTER,
      scheme: { id: 'physician-registration', version: 1 },
      department: DEPARTMENT,
      region: '441900',
      applicant: { kind: '1', reference: `commit:${digest('sha256', number)}` },
      channel: '1',
      kind: '2',
      receivedAt: '2026-03-01T01:05:12Z',
      acceptedAt: '2026-03-02T01:05:12Z',
      promisedAt: '2026-03-09T09:30:00Z',
      submission: null,
    },
    form: file('申请表单.json', 'json', 2_310),
    materials,
    superseded: [{ ...material(2, 1), material: 'M90', files: [file('医师资格证书-模糊.jpg', 'jpeg', 310_004)] }],
    steps,
    results: [
      {
        name: '医师执业证书',
        number: '110441900012345',
        issuer: { uscc: DEPARTMENT.uscc, name: DEPARTMENT.name },
        issuedAt: '2026-03-04T07:00:00Z',
      },
    ],
    closing: {
      closedAt: '2026-03-05T02:31:40Z',
      outcome: 'granted',
      materials: materials.length,
      files: files.length,
      bytes: files.reduce((sum, one) => sum + one.size, 0),
    },
  };
}
