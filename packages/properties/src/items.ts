import type { Item } from './item.ts';
import { antivirus } from './items/antivirus.ts';
import * as atReceipt from './items/at-receipt.ts';
import { attachments } from './items/attachments.ts';
import { chainWhole, numbering } from './items/chain.ts';
import { compression } from './items/compression.ts';
import { contentAttributes } from './items/content-attributes.ts';
import { contentComplete } from './items/content-complete.ts';
import { contentFormat } from './items/content-format.ts';
import { contentLink } from './items/content-link.ts';
import { duplicates } from './items/duplicates.ts';
import * as elsewhere from './items/elsewhere.ts';
import { environment } from './items/environment.ts';
import { fixity } from './items/fixity.ts';
import { formOpens } from './items/form.ts';
import { formatLongTerm } from './items/format-long-term.ts';
import { metadataComplete, metadataFilled } from './items/metadata-complete.ts';
import { metadataDomain } from './items/metadata-domain.ts';
import { metadataFormat } from './items/metadata-format.ts';
import { metadataLength } from './items/metadata-length.ts';
import { metadataPlausible } from './items/metadata-plausible.ts';
import { performers } from './items/performers.ts';
import { processComplete } from './items/process.ts';
import { processSafety } from './items/process-safety.ts';
import { readability } from './items/readability.ts';
import { scanQuality } from './items/scan-quality.ts';
import { archiveScope } from './items/scope.ts';
import { specialCharacters } from './items/special-characters.ts';
import { timeLimits } from './items/time-limits.ts';
import { totalBytes, totalItems } from './items/totals.ts';
import { virus } from './items/virus.ts';

/**
 * Every item of the archiving stage (GD, 归档) of DA/T 70-2018 as standards/1 §1.4 has them, in the order of their codes, and those of our own.
 * What is not built yet is here as well and says so of every case.
 */
export const ITEMS: readonly Item[] = [
  fixity,
  metadataLength,
  metadataFormat,
  metadataDomain,
  metadataPlausible,
  specialCharacters,
  atReceipt.referenceCodeRule,
  duplicates,
  elsewhere.unnamed,
  contentAttributes,
  contentLink,
  atReceipt.readmeRule,
  atReceipt.packageLayout,
  atReceipt.packageConsistency,
  totalItems,
  totalBytes,
  metadataComplete,
  metadataFilled,
  processComplete,
  numbering,
  contentComplete,
  attachments,
  archiveScope,
  atReceipt.packageMetadata,
  atReceipt.packageContent,
  atReceipt.packageReadable,
  elsewhere.databaseReadable,
  contentFormat,
  readability,
  formatLongTerm,
  environment,
  elsewhere.unnamedUsability,
  compression,
  antivirus,
  virus,
  elsewhere.carrierExtraFiles,
  elsewhere.carrierSpeed,
  elsewhere.carrierAppearance,
  elsewhere.discQuality,
  processSafety,
  formOpens,
  chainWhole,
  timeLimits,
  performers,
  scanQuality,
];
