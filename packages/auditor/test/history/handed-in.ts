import {
  type Finding,
  type HandedIn,
  type PackageHandedIn,
  type PackageInspection,
  type RenewalDue,
  receivedNumber,
  retainUntil,
  type UseRequested,
} from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import { holdingOf } from './renewals.ts';

const finding = (item: string, outcome: Finding['outcome'], code: string): Finding => ({
  ...{ item, outcome, level: 'BLOCK', object: 'package', code },
  evidence: { made: 'up' },
});
const SEAL = finding('YJ-LOCAL-SEAL', 'MANUAL_REVIEW', 'SEAL_NONE');
const LINK = finding('YJ-LOCAL-LINK', 'FAIL', 'CONTENT_MISSING');
const settled = [{ item: SEAL.item, object: SEAL.object, code: SEAL.code, reason: '已向移交单位核实来源。' }];

/** Packages from elsewhere by what becomes of them: received, turned away for what failed, and for what nobody settled; then the last of them once more, settled. */
const COURSES: readonly (readonly [nth: number, findings: readonly Finding[], settled: HandedIn['settled']])[] = [
  [0, [SEAL], settled],
  [1, [LINK, SEAL], settled],
  [2, [SEAL], []],
  [2, [SEAL], settled],
  [0, [SEAL], settled],
];

const count = (findings: readonly Finding[], outcome: Finding['outcome']): number =>
  findings.filter((one) => one.outcome === outcome).length;
const counted = (findings: readonly Finding[]): HandedIn['counts'] => ({
  ...{ PASS: 20, WARN: 0, NOT_APPLICABLE: 4, NOT_RUN: 1 },
  ...{ FAIL: count(findings, 'FAIL'), MANUAL_REVIEW: count(findings, 'MANUAL_REVIEW') },
});

const ref = (what: string): HandedIn['package'] => {
  const sha256 = sha256Hex(what);
  return { content: `sha256:${sha256}`, sm3: sm3Hex(what), size: what.length };
};

/** What is handed in, in its order. */
export const handings = (now: number): PackageHandedIn[] =>
  COURSES.map(([nth, findings, of]) => {
    const package_ = ref(`package ${nth}`);
    const data: HandedIn = {
      ...{
        profile: 'fuzhou-2019',
        sender: nth === 0 ? '12441500196720244T' : null,
        package: package_,
        report: ref(`report ${nth}`),
        items: 1,
        files: 3,
      },
      ...{ retention: 'D30', rules: { base: 'yj@1', digest: `sha256:${sha256Hex('yj@1')}` } },
      ...{ counts: counted(findings), findings: [...findings], settled: [...of] },
    };
    return {
      id: `handed-${sha256Hex(JSON.stringify(data)).slice(0, 20)}`,
      ...{ type: 'package.handed-in', version: 1, case: receivedNumber(package_.content.slice(7)) },
      time: new Date(now).toISOString(),
      by: { account: 'archivist-1', role: 'archivist' },
      data,
    };
  });

/** What store finds of one: two copies of each object, where it may be received. */
export function takenIn({ data, time }: PackageHandedIn) {
  const { findings } = data;
  if (count(findings, 'FAIL') > 0 || count(findings, 'MANUAL_REVIEW') > data.settled.length)
    return { copies: [], reports: [], lockUntil: null, fault: null };
  const until = retainUntil(time, data.retention)!;
  const copies = ({ content, size }: HandedIn['package']) =>
    ['a', 'b'].map((place) => ({
      ...{ place, bucket: 'archive', key: `objects/sha256/${content.slice(7)}`, versionId: `v-${place}`, size },
      ...{ sha256: content.slice(7), lock: { mode: 'COMPLIANCE', until } },
    }));
  return { copies: copies(data.package), reports: copies(data.report), lockUntil: until, fault: null };
}

/** The bytes of a package that was received, by its holding. */
export const foreignBytes = (content: string): Buffer =>
  COURSES.map(([nth]) => Buffer.from(`package ${nth}`)).find((one) => content === `sha256:${sha256Hex(one)}`)!;

/** What is done to a package that was received, in the years after: a first record, asked for twice, its renewals, looks at it, and people who want a copy. */
export const KEPT = [
  ...(['first', 'first', 'sound', 'timestamp', 'hash-tree', 'attention', 'damaged'] as const),
  ...(['archivist', 'department'] as const),
] as const;

/** One of them, as it is asked for. */
export function keeping(
  kind: (typeof KEPT)[number],
  name: string,
  own: readonly Uint8Array[],
  now: number,
): RenewalDue | PackageInspection | UseRequested {
  const holding = holdingOf(own)!;
  const common = { version: 1 as const, case: name, time: new Date(now).toISOString() };
  const by = { account: 'store', role: 'service' as const };
  if (kind === 'archivist' || kind === 'department') {
    const data = { path: 'package/1', purpose: '查证移交材料' };
    return { id: `wanted-by-${kind}`, type: 'use.requested', ...common, by: { account: 'somebody', role: kind }, data };
  }
  if (kind === 'first' || kind === 'timestamp' || kind === 'hash-tree') {
    const counts = holding.records.find(({ suite }) => suite === 'international');
    const record = kind === 'first' ? holding.package.content.slice(7) : counts!.record;
    const digest = kind === 'hash-tree' ? 'sha512' : 'sha256';
    const data = { suite: 'international' as const, record, kind, digest, policy: 'made up', due: null, reasons: [] };
    return { id: `${kind}-${name}`, type: 'renewal.due', ...common, by, data: data as RenewalDue['data'] };
  }
  const found = { FAIL: 0, PASS: 20, WARN: 0, MANUAL_REVIEW: 1, NOT_APPLICABLE: 2, NOT_RUN: 0 };
  const known = { ...finding('CQ-LOCAL-SEAL', 'MANUAL_REVIEW', 'SEAL_NONE'), evidence: { seal: 'none' } };
  const fresh = finding('CQ-LOCAL-LONG-TERM', 'WARN', 'FORMAT_AT_RISK');
  const looked = (copies: readonly { place: string }[], content: string, spoilt: boolean) =>
    copies.map(({ place }, i) =>
      spoilt && i > 0
        ? { place, state: 'missing' as const, found: null }
        : { place, state: 'intact' as const, found: content.slice(7) },
    );
  const { report, reports } = holding.elsewhere!;
  return {
    ...{ id: `inspection-${kind}-${name}`, type: 'package.inspected', ...common, by },
    data: {
      package: holding.package.content,
      rules: `sha256:${sha256Hex('cq@1')}`,
      copies: looked(holding.copies, holding.package.content, false),
      reports: looked(reports, report.content, kind === 'damaged'),
      counts: kind === 'attention' ? { ...found, WARN: 1 } : found,
      findings: kind === 'attention' ? [known, fresh] : [known],
    },
  };
}
