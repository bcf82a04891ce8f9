import { matter } from '../matters/scheme.ts';
import { PdfTemplate } from './pdf.ts';
import type { Sheet } from './sheet.ts';
import { formSheet } from './sheets/form.ts';
import { approvalSheet, noticeSheet, refusalSheet } from './sheets/handling.ts';
import { licenceSheet } from './sheets/licence.ts';
import { statementSheet } from './sheets/scanned.ts';

export type PrintedKind = 'form' | 'licence' | 'notice' | 'approval' | 'refusal' | 'statement';

/** What each is drawn up for: forms and licences for a matter by its id, refusals and statements under a title. */
const SHEETS: Record<PrintedKind, (about: string) => { title: string; sheet: Sheet }> = {
  form: (about) => ({ title: matter(about).items[0]!.name, sheet: formSheet(matter(about)) }),
  licence: (about) => ({ title: matter(about).result.name, sheet: licenceSheet(matter(about)) }),
  notice: () => ({ title: '受理通知书', sheet: noticeSheet() }),
  approval: () => ({ title: '政务服务事项审批表', sheet: approvalSheet() }),
  refusal: (about) => ({ title: about, sheet: refusalSheet(about) }),
  statement: (about) => ({ title: about, sheet: statementSheet(about) }),
};

const templates = new Map<string, Promise<PdfTemplate>>();

/** A document that was born digital, as PDF. `about` is a matter's id or a title, see above. */
export async function printed(
  kind: PrintedKind,
  about: string,
  values: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const key = `${kind}/${about}`;
  let template = templates.get(key);
  if (template === undefined) {
    const { title, sheet } = SHEETS[kind](about);
    template = PdfTemplate.print([sheet], { title });
    templates.set(key, template);
  }
  return (await template).fill(values);
}
