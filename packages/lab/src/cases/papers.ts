import type { Paper, Sheetful } from '../documents/index.ts';
import type { MatterItem } from '../matters/index.ts';
import type { Random } from '../random.ts';
import { nameOf } from './applicant.ts';
import { type Basis, isShared } from './basis.ts';
import { written } from './calendar.ts';
import * as values from './values.ts';

/** The paper behind file `n` of a material. What is shared with another case follows from the submission alone, so that both make the same bytes. */
export function paperFor(basis: Basis, item: MatterItem, id: string, n: number): Paper {
  const shared = isShared(basis, item);
  const random = (shared ? basis.shared : basis.own)
    .fork('paper')
    .fork(shared ? item.name : id)
    .fork(n);
  const scanned = (kind: Sheetful['kind'], title: string, filled: values.Values): Sheetful => ({
    kind,
    title,
    values: filled,
    path: random.fork('sheet').path,
  });
  const jpegOr = (png: number, tiff = 0) => (random.chance(png) ? 'png' : random.chance(tiff) ? 'tiff' : 'jpeg');
  const brought = values.broughtBy(basis, random.fork('values'));
  switch (item.made) {
    case 'form':
      return { as: 'printed', kind: 'form', about: sheetsOf(basis), values: values.applicationForm(basis) };
    case 'id-card':
      return { as: 'scan', sheet: scanned('id-card', '', values.identityCard(basis)), format: jpegOr(0.1) };
    case 'certificate': {
      const filled = { ...brought, date: values.earlier(random.fork('date')) };
      return { as: 'scan', sheet: scanned('certificate', item.name, filled), format: jpegOr(0.08, 0.15) };
    }
    case 'business-licence':
      return {
        as: 'scan',
        sheet: scanned('business-licence', '', values.businessLicence(basis, random.fork('date'))),
        format: jpegOr(0.1),
      };
    case 'statement':
      if (n === 1 && random.chance(0.3)) return bound(basis, item.name, random, random.between(2, 4));
      return {
        as: 'scan',
        sheet: scanned('statement', item.name, { ...brought, page: `第${n}页` }),
        format: jpegOr(0.06, 0.25),
      };
    case 'drawing':
      return { as: 'scan', sheet: scanned('drawing', item.name, brought), format: jpegOr(0.04, 0.4) };
    case 'photo':
      return extraPaper(basis, item, random, n);
    case 'letter':
      return letter(basis, item.name, random);
    case 'table':
      return { as: 'table', title: item.name, people: basis.applicant.others, path: random.path };
    case 'data':
      return {
        as: 'data',
        format: random.pick(['json', 'xml', 'txt']),
        record: {
          title: item.name,
          values: [
            ['户名', basis.applicant.person.name],
            ['账号', basis.applicant.account],
            ['开户银行', '东莞银行'],
          ],
        },
      };
    case 'notice':
      return { as: 'printed', kind: 'notice', about: basis.matter.mould ?? '', values: values.notice(basis, random) };
    case 'approval':
      return { as: 'printed', kind: 'approval', about: basis.matter.mould ?? '', values: values.approval(basis) };
    case 'licence':
      return {
        as: 'printed',
        kind: 'licence',
        about: sheetsOf(basis),
        values: values.licence(basis, resultNumber(basis)),
      };
    case 'refusal':
      return {
        as: 'printed',
        kind: 'refusal',
        about: basis.matter.mould ? `${basis.matter.mould}/${item.name}` : item.name,
        values: values.refusal(basis, resultNumber(basis)),
      };
  }
}

/** For which matter sheets are drawn up: each of the lab's for itself, those of a city for their mould. */
const sheetsOf = ({ matter: { id, mould } }: Basis): string => mould ?? id;

/** 其他佐证材料: mostly pictures, now and then a page. */
function extraPaper(basis: Basis, item: MatterItem, random: Random, n: number): Paper {
  const filled = { ...values.broughtBy(basis, random.fork('values')), serial: basis.number, page: `第${n}页` };
  const kind = random.chance(0.45) ? 'statement' : 'photo';
  return {
    as: 'scan',
    sheet: { kind, title: kind === 'photo' ? '' : item.name, values: filled, path: random.fork('sheet').path },
    format: random.chance(0.12) ? 'png' : 'jpeg',
  };
}

export function letter(basis: Basis, title: string, random: Random, carries?: 'virus' | 'bomb'): Paper {
  const { applicant, department, matter, day } = basis;
  return {
    as: 'letter',
    title,
    facts: {
      from: nameOf(applicant),
      name: applicant.person.name,
      idNumber: applicant.person.idNumber,
      department: department.name,
      matter: matter.name,
      date: written(day),
    },
    path: random.path,
    ...(carries && { carries }),
  };
}

function bound(basis: Basis, title: string, random: Random, pages: number, quality?: number): Paper {
  const brought = values.broughtBy(basis, random.fork('values'));
  const sheets = Array.from(
    { length: pages },
    (_, i): Sheetful => ({
      kind: 'statement',
      title,
      values: { ...brought, page: `第${i + 1}页` },
      path: random.fork('sheet').fork(i).path,
    }),
  );
  return { as: 'bound', sheets, ...(quality !== undefined && { quality }) };
}

/** Bytes of one page of a thick paper: a drawing at 150 dpi not compressed, a scanned page at quality 92. */
const PAGE = { drawing: 2_175_000, statement: 190_000 };

export function largePaper(
  basis: Basis,
  kind: 'drawing' | 'statement',
  of: { material: string; name: string },
  bytes: number,
): Paper {
  const random = basis.own.fork('paper').fork(of.material).fork('large');
  const pages = Math.max(1, Math.round(bytes / PAGE[kind]));
  if (kind === 'statement') return bound(basis, of.name, random, pages, 92);
  const brought = values.broughtBy(basis, random.fork('values'));
  return {
    as: 'volume',
    sheets: Array.from(
      { length: pages },
      (_, i): Sheetful => ({
        kind: 'drawing',
        title: of.name,
        values: brought,
        path: random.fork('sheet').fork(i).path,
      }),
    ),
  };
}

/** What the applicant signs on the tablet, once for everything scanned at the window. */
export const countersignature = (basis: Basis): Paper => ({
  as: 'scan',
  sheet: {
    kind: 'countersignature',
    title: '',
    values: { name: (basis.applicant.agent ?? basis.applicant.person).name, date: written(basis.day) },
    path: basis.own.fork('paper').fork('countersignature').path,
  },
  format: 'png',
});

/** 结果证照编号, or the number of the decision where none is issued. */
export function resultNumber({ matter, outcome, at, own }: Basis): string {
  const random = own.fork('result');
  return outcome === 'refused'
    ? `莞不予〔${values.yearOf(at.close)}〕${random.digits(4)}号`
    : `${matter.result.prefix}-${values.yearOf(at.close)}-${random.digits(5)}号`;
}
