import {
  type Finding,
  findPersonal,
  type HandedIn,
  MOST_HANDED_FINDINGS,
  type ObjectRef,
  PackageHandedIn,
  type Retention,
  receivedNumber,
  type SettledFinding,
} from '@guidang/contracts';
import { contentNameOf, sha256Hex, sm3Hex } from '@guidang/evidence';
import { isOpen, isRefusal, isUnlooked } from '@guidang/properties';
import { toldOf } from '../rule/told.ts';
import type { Receipt } from './receive.ts';
import { withoutNames } from './without-names.ts';

/** Who hands a package in, for how long it is to be kept, and what they answer for. */
export interface HandingIn {
  readonly account: string;
  /** 移交单位; null where it has no code */
  readonly sender: string | null;
  readonly retention: Retention;
  readonly settled: readonly SettledFinding[];
  /** it was turned away for other bytes, and its object is put anew: another handing-in, though nothing else about it changed */
  readonly again?: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A package from elsewhere as it is handed to store: the record, and what has to lie in the pre-archive before it is published. */
export interface ToHandIn {
  readonly record: PackageHandedIn;
  readonly objects: readonly Buffer[];
}

/**
 * What is said of a package from elsewhere in a record that is kept for ever. Its report, with the names of files and all evidence, becomes an object beside it; the record has the findings with
 * numbers, codes and digests alone, since names may name people. @param bytes of the package, one file
 */
export function handingIn(
  receipt: Receipt,
  bytes: Buffer,
  { account, sender, retention, settled, again = false, at }: HandingIn,
): ToHandIn {
  const report = Buffer.from(`${JSON.stringify(receipt, null, 2)}\n`);
  const [package_, told] = [refOf(bytes), refOf(report)];
  if (package_.content !== `sha256:${receipt.package.sha256}`)
    throw new Error('报告不是该信息包的 / the report is of another package');
  const { profile, rules, counts, findings, package: of, referenceCodes } = receipt;
  const data: HandedIn = {
    ...{ profile, sender, package: package_, report: told, items: referenceCodes.length, files: of.files, retention },
    ...{ rules: { base: 'yj@1', digest: rules }, counts, settled: [...settled] },
    findings: gravest(toldOf(findings)).slice(0, MOST_HANDED_FINDINGS).map(withoutNames),
  };
  const record = PackageHandedIn.parse({
    id: idOf(account, data, findings, again ? [at] : []),
    ...{ type: 'package.handed-in', version: 1, case: receivedNumber(of.sha256), time: new Date(at).toISOString() },
    by: { account, role: 'archivist' },
    data,
  } satisfies PackageHandedIn);
  // Before anything is put or published: what stands in the topic stands there for ever.
  const [personal] = findPersonal(record);
  if (personal)
    throw new Error(
      `${personal.field}: 交接记录中不得出现个人信息 / personal data must not stand in what is said of the package`,
    );
  return { record, objects: [bytes, report] };
}

/**
 * Who hands in which package, how, and what has to be decided about it: the same is the same record whenever it is judged, so it is answered once. The report is not in it, since it says when the package was
 * judged, nor is evidence, which may say when signatures were made. What is settled beside it, or judged otherwise, is another handing-in; so is one that says that it comes again: the answer to it is another link, which needs an
 * id of its own.
 */
function idOf(
  account: string,
  { package: of, profile, sender, retention, settled }: HandedIn,
  findings: readonly Finding[],
  again: readonly number[],
) {
  const words = ({ item, object, code }: Pick<Finding, 'item' | 'object' | 'code'>): string =>
    [item, object, code].join(' ');
  const open = findings.filter((one) => isRefusal(one) || isOpen(one)).map(words);
  const answered = settled.map((one) => `${words(one)} ${one.reason}`);
  const said = [account, of.content, profile, sender, retention, open.toSorted(), answered.toSorted(), ...again];
  return `handed-${sha256Hex(JSON.stringify(said)).slice(0, 40)}`;
}

const refOf = (bytes: Buffer): ObjectRef => ({
  content: contentNameOf(bytes),
  sm3: sm3Hex(bytes),
  size: bytes.length,
});

const weight = (one: Finding): number => (isRefusal(one) ? 0 : isOpen(one) ? 1 : isUnlooked(one) ? 3 : 2);
const gravest = (findings: readonly Finding[]): Finding[] => findings.toSorted((a, b) => weight(a) - weight(b));
