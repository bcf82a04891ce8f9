import { type Finding, type HandedIn, type PackageHandedIn, receivedNumber, retainUntil } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

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
  return { content: `sha256:${sha256}`, sm3: sha256Hex(`sm3 ${what}`), size: 10_000 };
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
