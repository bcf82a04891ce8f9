import {
  type ApplicationForm,
  type CapturedFile,
  type CaseLink,
  CaseSealed,
  type ContentName,
  commitmentTo,
  type Dossier,
  type DossierMaterial,
  LINKS,
  type Link,
  linkBytes,
  linkId,
  type ObjectRole,
  type ProcessStep,
  type Scheme,
  type SealedObject,
  SealManifest,
  type StepName,
} from '@guidang/contracts';
import { base64, buildBatch, contentNameOf, hex, recordOfPath, sha256, sha256Hex, sm3Hex } from '@guidang/evidence';
import { schemeRecords } from '@guidang/lab/matters';
import type { Objects } from '../src/index.ts';
import type { Sealing } from './authorities.ts';

/** A case as package finds it: sealing link, its objects, and the scheme it was archived under. Built from the contracts alone, without the steps. */
export interface SealedCase {
  readonly case: string;
  readonly sealed: Uint8Array;
  readonly link: CaseSealed;
  readonly manifest: SealManifest;
  readonly scheme: { readonly digest: ContentName; readonly bytes: Buffer; readonly scheme: Scheme };
  readonly form: ApplicationForm;
  readonly store: ReadonlyMap<ContentName, Uint8Array>;
}

export interface CaseWishes {
  readonly case?: string;
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Files that are too large to lie in `store`. */
  readonly elsewhere?: readonly CapturedFile[];
  readonly closedAt?: string;
  readonly matter?: number;
  /** false: the case has none; bytes: this is what was handed in as one. */
  readonly form?: false | Uint8Array;
  readonly opinion?: string;
  readonly materialName?: string;
  /** Sealed with the report of the check; cases sealed before there were reports have none. */
  readonly report?: true;
  /** Another evidence record than the one that follows from token and path. */
  readonly record?: Uint8Array;
}

export const objectsOver = (store: ReadonlyMap<ContentName, Uint8Array>): Objects => {
  const find = (name: ContentName): Uint8Array => {
    const bytes = store.get(name);
    if (bytes === undefined) throw new Error(`no such object: ${name}`);
    return bytes;
  };
  return {
    read: async (name) => find(name),
    open: async (name) =>
      (async function* () {
        const bytes = find(name);
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      })(),
  };
};

export function sealedCase(by: Sealing, wishes: CaseWishes = {}): SealedCase {
  const { sign, stamp } = by;
  const store = new Map<ContentName, Uint8Array>();
  const put = (bytes: Uint8Array): ContentName => {
    const name = contentNameOf(bytes);
    store.set(name, bytes);
    return name;
  };
  const captured = (name: string, bytes: Uint8Array, format: string, puid: string | null): CapturedFile => ({
    name,
    content: put(bytes),
    sm3: sm3Hex(bytes),
    size: bytes.length,
    puid,
    format,
    pages: null,
  });
  const record = schemeRecords()[wishes.matter ?? 0]!;
  const { scheme } = record;
  const published = { digest: contentNameOf(record.value), bytes: record.value, scheme };
  const number = wishes.case ?? `${scheme.matter.code}202603010001`;
  const closedAt = wishes.closedAt ?? '2026-03-05T09:30:00Z';

  const form: ApplicationForm = {
    type: 'application-form',
    version: 1,
    case: number,
    salt: '5a'.repeat(32),
    applicant: {
      name: '欧阳𠮷 & <子>',
      identity: { type: '111', number: '11010519491231002X' },
      phone: '13800138000',
      address: '东莞市虎门镇某路1号',
    },
    fields: [{ name: '申请事由', value: '首次注册\n第二行' }],
  };
  const formBytes = wishes.form || Buffer.from(JSON.stringify(form));
  const formFile = captured('form.json', formBytes, 'json', 'fmt/817');
  const unit = { uscc: scheme.department.uscc, name: scheme.department.name };
  const material = (
    id: string,
    item: string | null,
    group: DossierMaterial['group'],
    name: string,
    files: readonly CapturedFile[],
    more: Partial<DossierMaterial> = {},
  ): DossierMaterial => ({
    material: id,
    item,
    group,
    name,
    collected: 'upload',
    confirmed: null,
    files: [...files],
    countersignature: null,
    ...more,
  });
  const text = (content: string): Uint8Array => Buffer.from(content);
  const materials = [
    material('m-1', scheme.items[0]!.code, 'application', wishes.materialName ?? '申请表', [
      captured('申请表.PDF', text('%PDF-1.7 申请表'), 'pdf', 'fmt/276'),
    ]),
    material(
      'm-2',
      scheme.items[1]!.code,
      'application',
      '身份证明/正反面',
      [captured('a.jpg', text('正面'), 'jpeg', 'fmt/43'), captured('b.jpeg', text('反面'), 'jpeg', 'fmt/43')],
      { collected: 'scan', confirmed: true, countersignature: captured('sign.png', text('签名'), 'png', 'fmt/11') },
    ),
    material('m-3', null, 'process', '受理通知书', [captured('受理通知书', text('%PDF-1.4 通知'), 'pdf', 'fmt/18')]),
    material('m-4', scheme.items.at(-1)!.code, 'result', '执业证书', [
      captured('证书.ofd', text('证书'), 'ofd', 'x-ofd/1'),
    ]),
    // The same bytes a second time, in another material.
    material('m-5', null, 'application', '其他 ', [captured('again.jpg', text('正面'), 'jpeg', 'fmt/43')]),
    ...(wishes.files ?? []).map(({ name, bytes }, i) =>
      material(`x-${i}`, null, 'application', `附件${i + 1}`, [captured(name, bytes, 'unknown', null)]),
    ),
  ];
  for (const [i, file] of (wishes.elsewhere ?? []).entries())
    materials.push(material(`y-${i}`, null, 'application', `大文件${i + 1}`, [file]));
  const superseded = [
    material('m-0', scheme.items[0]!.code, 'application', '申请表', [
      captured('旧申请表.pdf', text('旧'), 'pdf', 'fmt/276'),
    ]),
  ];
  const step = (code: string, name: string, at: string): ProcessStep => ({
    step: code,
    name,
    action: 'pass',
    state: '2',
    person: { id: 'D0071', post: '窗口受理岗' },
    unit,
    opinion: wishes.opinion ?? '材料齐全,\n符合法定形式。',
    startedAt: at,
    endedAt: at,
  });
  const inForce = materials.flatMap(({ files, countersignature }) => [
    ...files,
    ...(countersignature ? [countersignature] : []),
  ]);
  const dossier: Dossier = {
    head: {
      case: number,
      source: 'urn:dg:window',
      matter: { code: scheme.matter.code, name: scheme.matter.name },
      scheme: { id: scheme.id, version: scheme.version },
      department: { ...unit, fonds: scheme.department.fonds },
      region: '441900',
      applicant: { kind: '1', reference: commitmentTo(form.salt, form.applicant.identity) },
      channel: '1',
      kind: '2',
      receivedAt: '2026-03-01T01:00:00Z',
      acceptedAt: '2026-03-01T01:05:00Z',
      promisedAt: null,
      submission: null,
    },
    form: wishes.form === false ? null : formFile,
    materials,
    superseded,
    steps: [step('receive', '收件', '2026-03-01T01:00:00Z'), step('decide', '决定', closedAt)],
    results: [{ name: '执业证书', number: '2026-0001', issuer: unit, issuedAt: closedAt }],
    closing: {
      closedAt,
      outcome: 'granted',
      materials: materials.length,
      files: inForce.length,
      bytes: inForce.reduce((sum, { size }) => sum + size, 0),
    },
  };

  const chain = chainOf(number, published.digest);
  const taken = { files: [formFile], countersignature: null };
  chain.add('capture', 'CaseOpened', taken, { head: dossier.head, form: formFile, refused: [], missing: [] });
  for (const one of dossier.steps) chain.add('capture', 'ProcessStepRecorded', {}, { step: one });
  const captureChain = { content: put(chain.bytes()), size: chain.bytes().length, links: 3 };
  chain.add(
    'capture',
    'CaseCaptured',
    { chain: captureChain },
    { round: 1, complete: true, missing: [], dossier, chain: captureChain },
  );
  const checkChain = { content: put(chain.bytes()), size: chain.bytes().length, links: 4 };
  chain.add(
    'check',
    'CaseChecked',
    { chain: checkChain, captured: { links: 4, fault: null, line: null }, scanner: null },
    {
      ...{ round: 1, rules: { base: 'dat70@1', digest: published.digest }, dossier, findings: [], counts: {} },
      ...{ checked: [], chain: checkChain, closing: null, resolution: null },
    },
  );
  const whole = chain.bytes();
  const sealedChain = { content: put(whole), size: whole.length, links: chain.links.length, sm3: sm3Hex(whole) };

  const document = captured('办理过程.pdf', by.document, 'pdf', 'fmt/477');
  const reports = wishes.report
    ? [
        captured('四性检测报告.pdf', Buffer.from('%PDF-1.7 report'), 'pdf', 'fmt/477'),
        captured('四性检测报告.json', Buffer.from('{"type":"check-report"}'), 'json', 'fmt/817'),
      ]
    : [];
  const [reportDocument, reportData] = reports.map(({ content, sm3, size }) => ({ content, sm3, size }));
  const validation = { content: put(by.validation), sm3: sm3Hex(by.validation), size: by.validation.length };
  const manifest: SealManifest = SealManifest.parse({
    type: 'seal-manifest',
    version: 1,
    case: number,
    round: 1,
    scheme: published.digest,
    dossier,
    objects: objectsOf(dossier, document, reports),
    document: document.content,
    findings: { counts: {}, case: [], checks: [] },
    links: chain.links,
    chain: sealedChain,
    validation,
  } satisfies SealManifest);
  const manifestBytes = Buffer.from(JSON.stringify(manifest));
  const manifestRef = { content: put(manifestBytes), sm3: sm3Hex(manifestBytes), size: manifestBytes.length };
  const { content, sm3, size } = document;
  const sealedAt = new Date(Date.parse(closedAt) + 60_000);
  const batch = buildBatch([sha256(manifestBytes), sha256('another case'), sha256('a third')]);
  const token = stamp(batch.root, sealedAt);
  const path = batch.paths.get(sha256Hex(manifestBytes))!.map((group) => [...group]);
  const sealed = chain.add(
    'seal',
    'CaseSealed',
    {
      chain: sealedChain,
      links: manifest.links,
      findings: [],
      drawn: { content: contentNameOf('drawn'), size: size - 1 },
      document: { content, sm3, size },
      ...(reportDocument && reportData && { report: { document: reportDocument, data: reportData } }),
      validation,
      manifest: manifestRef,
      signature: sign(manifestBytes, sealedAt),
      timestamp: {
        token: base64(token),
        root: hex(batch.root),
        path,
        by: { authority: 'CN=TSA', signature: 'ecdsa-sha256', key: 'prime256v1', until: '2060-01-01T00:00:00Z' },
      },
      evidenceRecord: base64(wishes.record ?? recordOfPath('sha256', sha256(manifestBytes), path, token)!),
      national: null,
    },
    {
      round: 1,
      head: dossier.head,
      closing: dossier.closing,
      manifest: manifestRef.content,
      document: document.content,
      chain: sealedChain.content,
      suite: 'international',
    },
    sealedAt.toISOString(),
  );
  return {
    case: number,
    sealed,
    link: CaseSealed.parse(JSON.parse(Buffer.from(sealed).toString('utf8'))),
    manifest,
    scheme: published,
    form,
    store,
  };
}

function objectsOf(
  { form, materials, superseded }: Dossier,
  document: CapturedFile,
  reports: readonly CapturedFile[],
): SealedObject[] {
  const objects = new Map<string, SealedObject>();
  const use = (file: CapturedFile, role: ObjectRole, of: DossierMaterial | null, inForce: boolean): void => {
    const { content, sm3, size, puid, format, name } = file;
    const known = objects.get(content)?.uses ?? [];
    const one = {
      role,
      inForce,
      material: of?.material ?? null,
      item: of?.item ?? null,
      group: of?.group ?? null,
      name,
    };
    objects.set(content, { content, sm3, size, puid, format, uses: [...known, one] });
  };
  if (form) use(form, 'form', null, true);
  for (const [list, inForce] of [
    [materials, true],
    [superseded, false],
  ] as const)
    for (const one of list) {
      for (const file of one.files) use(file, 'file', one, inForce);
      if (one.countersignature) use(one.countersignature, 'countersignature', one, inForce);
    }
  use(document, 'document', null, true);
  for (const report of reports) use(report, 'report', null, true);
  return [...objects.values()].sort((a, b) => (a.content < b.content ? -1 : 1));
}

/** Links one after the other, each naming the one before, each a link by its contract. */
function chainOf(number: string, scheme: ContentName) {
  const lines: Uint8Array[] = [];
  const links: { step: StepName; seq: number; type: string; id: string; sha256: string }[] = [];
  const add = (
    step: StepName,
    type: CaseLink['type'],
    facts: unknown,
    body: unknown,
    time = '2026-03-05T10:00:00Z',
  ): Uint8Array => {
    const before = links.findLast((link) => link.step === step);
    const woven = step !== 'capture';
    const id = linkId(step, `${number} ${links.length}`);
    const link: Link = {
      id,
      case: number,
      step,
      seq: before === undefined ? 0 : before.seq + 1,
      previous: before?.sha256 ?? null,
      input: {
        topic: woven ? `archive.${links.at(-1)!.step}` : 'case.events',
        partition: 0,
        offset: links.length,
        sha256: woven ? links.at(-1)!.sha256 : sha256Hex(`event ${links.length}`),
      },
      type,
      version: 1,
      time,
      decider: { software: '0.1.0', rules: `${step}@1`, scheme },
      facts,
      body,
    };
    const bytes = linkBytes(link);
    LINKS[step].parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    lines.push(bytes);
    links.push({ step, seq: link.seq, type, id, sha256: sha256Hex(bytes) });
    return bytes;
  };
  return {
    add,
    links,
    bytes: (): Buffer => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
  };
}
