import { type CaseChecked, type CheckReport, LINKS, type MaterialChecked } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { layoutDocument, type Typefaces } from '@guidang/paper';
import { type Hashed, reportOf } from '@guidang/properties';
import type { CheckedInput } from '../input.ts';
import { contentsOf, TITLE } from './contents.ts';

/** Changes whenever the same report would give another picture or other bytes. */
const EDITION = 'guidang check report 1';

/** 四性检测报告 of a case, as data and as a paper. */
export interface DrawnReport {
  /** JSON of `CheckReport` */
  readonly data: Buffer;
  /** PDF/A */
  readonly document: Buffer;
}

/**
 * The report of the round that passed, from the links of the case. The same links give the same bytes. @param lines value bytes of the links before the one that is
 * sealed, which name what it rests on (`checked`)
 */
export function drawnReport(
  { link, sha256 }: CheckedInput,
  lines: readonly Uint8Array[],
  faces: Typefaces,
): DrawnReport {
  const report = reportOf({ end: { link: link as CaseChecked, sha256 }, materials: materialsOf(link, lines) });
  const title = `${TITLE} ${report.case}`;
  const options = { title, running: `${TITLE}  ${report.case}`, edition: EDITION, at: report.at };
  return { data: dataOf(report), document: layoutDocument(contentsOf(report), options, faces) };
}

const dataOf = (report: CheckReport): Buffer => Buffer.from(JSON.stringify(report));

/** In the order in which the closing names them. `verifyChain` has made sure that they are there. */
function materialsOf(link: Pick<CaseChecked, 'body'>, lines: readonly Uint8Array[]): Hashed<MaterialChecked>[] {
  const bytes = new Map(lines.map((line) => [sha256Hex(line), line]));
  return link.body.checked.map(({ link: sha256 }) => ({
    link: LINKS.check.parse(JSON.parse(Buffer.from(bytes.get(sha256)!).toString())) as MaterialChecked,
    sha256,
  }));
}
