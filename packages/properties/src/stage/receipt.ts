import type { Item } from '../item.ts';
import {
  packageConsistency,
  packageContent,
  packageLayout,
  packageMetadata,
  packageReadable,
  readmeRule,
  referenceCodeRule,
} from '../items/at-receipt.ts';

/** 归档: the items of archiving that have a package for their object, as it is received and before it is stored. */
export const RECEIPT: readonly Item[] = [
  referenceCodeRule,
  readmeRule,
  packageLayout,
  packageConsistency,
  packageMetadata,
  packageContent,
  packageReadable,
];
