import {
  type CasePackaged,
  type CaseSealed,
  emit,
  GATHER,
  type Link,
  type PublishedScheme,
  park,
  parseLink,
  type Rule,
  retainUntil,
} from '@guidang/contracts';
import { evidenceOf } from '@guidang/packaging/evidence';
import { codeOf, seriesOf } from './reference.ts';

/** All that package remembers of a case. */
export interface PackageState {
  readonly packaged: boolean;
}
export type PackageFacts = CasePackaged['facts'];

/**
 * 组包: gives a sealed case its 档号 and one package, once. Series, retention and the end of retention follow from scheme and closing; number and package are facts,
 * and what they say of the case must be what was sealed, or nothing is decided: a throw means that gathering has to be done again.
 */
export const packageRule: Rule<PackageState, CaseSealed, PackageFacts> = {
  step: 'package',
  rules: 'package@1',
  reads: ['archive.seal'],
  parse: (record) => {
    const link = parseLink('seal', record);
    return { id: link.id, case: link.case, value: link };
  },
  initial: () => ({ packaged: false }),
  schemeOf: (_, { body }) => body.head.scheme,

  consider({ state, scheme }) {
    if (state.packaged)
      return park(
        'CASE_ALREADY_PACKAGED',
        'case',
        '办件已组包, 不再更改 / the case is packaged; its archive stays as it is',
      );
    if (!scheme) return park('SCHEME_UNKNOWN', 'body.head.scheme', '归档方案未发布 / no such scheme is published');
    return GATHER;
  },

  decide({ input, scheme, facts }) {
    if (!scheme) throw new Error('a case is packaged under a scheme');
    factsHold(input, scheme, facts);
    const { series, number, package: built, retention, index } = facts;
    return emit('CasePackaged', 1, {
      referenceCode: codeOf(series, number, scheme),
      profile: 'guidang-1',
      package: built,
      retention,
      retainUntil: retainUntil(input.body.closing.closedAt, retention),
      index,
      evidence: evidenceOf(input),
    } satisfies CasePackaged['body']);
  },

  evolve: (_, link: Link<PackageFacts, unknown>) => ({ packaged: link.type === 'CasePackaged' }),
  feedback: () => [],
};

/** @throws where the facts are about another case, scheme or year */
function factsHold(input: CaseSealed, scheme: PublishedScheme, { series, retention, index }: PackageFacts): void {
  const expected = seriesOf(input, scheme);
  const { head, closing } = input.body;
  const pairs: readonly (readonly [what: string, is: unknown, should: unknown])[] = [
    ['series', series, expected.series],
    ['retention', retention, expected.retention],
    ['index.head', JSON.stringify(index.head), JSON.stringify(head)],
    ['index.closedAt', index.closedAt, closing.closedAt],
    ['index.outcome', index.outcome, closing.outcome],
  ];
  const wrong = pairs.find(([, is, should]) => is !== should);
  if (wrong) throw new Error(`${wrong[0]} is not that of the sealed case`);
}
