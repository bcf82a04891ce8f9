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
  callsForSomebody,
  countOutcomes,
  isRefusal,
  judgeCase,
  judgeMaterial,
  type OutcomeCounts,
} from './judge.ts';
export { ARCHIVAL_FORMATS, formFacts, materialFacts } from './looked-at.ts';
