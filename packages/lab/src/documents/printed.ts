import { mouldOf } from '../city/moulds.ts';
import { CITY_CHARACTERS } from '../city/names.ts';
import { matter } from '../matters/scheme.ts';
import { PdfTemplate } from './pdf.ts';
import type { Sheet } from './sheet.ts';
import { MATTER_NAMES } from './sheets/characters.ts';
import { formSheet } from './sheets/form.ts';
import { approvalSheet, noticeSheet, refusalSheet } from './sheets/handling.ts';
import { licenceSheet } from './sheets/licence.ts';
import { statementSheet } from './sheets/scanned.ts';

export type PrintedKind = 'form' | 'licence' | 'notice' | 'approval' | 'refusal' | 'statement';

/** What each is drawn up for: forms and licences for a matter by its id or mould, handling papers for a mould or for the lab, refusals and statements under a title. */
const SHEETS: Record<PrintedKind, (about: string) => { title: string; sheet: Sheet }> = {
  form: (about) => ({ title: drawnFor(about).items[0]!.name, sheet: formSheet(drawnFor(about)) }),
  licence: (about) => ({ title: drawnFor(about).result.name, sheet: licenceSheet(drawnFor(about)) }),
  notice: (about) => ({ title: '受理通知书', sheet: noticeSheet(namesFor(about)) }),
  approval: (about) => ({ title: '政务服务事项审批表', sheet: approvalSheet(namesFor(about)) }),
  refusal: (about) => {
    const [mould, title] = about.includes('/') ? about.split('/') : ['', about];
    return { title: title!, sheet: refusalSheet(title!, namesFor(mould!)) };
  },
  statement: (about) => ({ title: about, sheet: statementSheet(about) }),
};

const drawnFor = (about: string) => mouldOf(about) ?? matter(about);
/** Characters of the names of matters: of the lab's dozen, or of all of a city's. */
const namesFor = (mould: string): string => (mould === '' ? MATTER_NAMES : CITY_CHARACTERS);

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
