import {
  type CaseFacts,
  judgeCase,
  judgeMaterial,
  judgePackage,
  type MaterialFacts,
  type PackageFacts,
  type RuleSet,
  rulesOf,
} from '../../src/index.ts';
import { BORDERS } from '../borders.ts';
import { JUDGED, received, SPECIMENS } from '../packages.ts';
import { closing, form, material } from '../specimens.ts';

/** Has every item judge every specimen by itself, so that what it comes by can be told from what others do. @param of called before an item judges */
export function judgeOneByOne(of: (item: string) => void): void {
  const oneByOne = (rules: RuleSet, judge: (alone: RuleSet) => unknown): void => {
    for (const ruled of rules.items) {
      of(ruled.item.code);
      judge({ ...rules, items: [ruled] });
    }
  };
  const ofMaterial = (rules: RuleSet, facts: MaterialFacts): void =>
    oneByOne(rules, (alone) => judgeMaterial(alone, facts));
  const ofCase = (facts: CaseFacts): void => oneByOne(rulesOf(facts.scheme), (alone) => judgeCase(alone, facts));
  const packages: PackageFacts[] = [
    received(),
    ...Object.values(SPECIMENS)
      .flat()
      .map(([changes]) => received(changes)),
  ];

  for (const facts of [material(), form()]) ofMaterial(rulesOf(null), facts);
  ofCase(closing());
  for (const subject of Object.values(BORDERS))
    if ('material' in subject) ofMaterial(rulesOf(subject.check ? { check: subject.check } : null), subject.material);
    else ofCase(subject.case);
  for (const { rules } of Object.values(JUDGED))
    for (const facts of packages) oneByOne(rules, (alone) => judgePackage(alone, facts));
}
