export {
  type Accepted,
  type CaseFacts,
  contentsOf,
  digestOfContents,
  type FileLookedAt,
  FORM,
  type MaterialFacts,
} from './facts.ts';
export type { Described, Item, Judges, Property, Sure } from './item.ts';
export { ITEMS } from './items.ts';
export {
  addCounts,
  COMMON_CODES,
  callsForSomebody,
  countOutcomes,
  isOpen,
  isRefusal,
  isUnlooked,
  judgeCase,
  judgeMaterial,
  judgePackage,
  type OutcomeCounts,
} from './judge.ts';
export { ARCHIVAL_FORMATS, formFacts, materialFacts } from './looked-at.ts';
export { dossierValues } from './metadata/values.ts';
export { CODES_ZH } from './report/codes-zh.ts';
export { ITEMS_ZH, type ItemWords } from './report/items-zh.ts';
export { type Hashed, type ReportOf, reportOf } from './report/report.ts';
export { BASES, type Stage } from './rules/bases.ts';
export { ageLimits, faultsOfScheme, ProfileNotValid, type RuleSet, rulesOf, stageRules } from './rules/rule-set.ts';
export { STAGE_ITEMS } from './stage/items.ts';
export type { DocumentState, PackageFacts, Stated } from './stage/package-facts.ts';
export { PACKAGE } from './stage/package-facts.ts';
