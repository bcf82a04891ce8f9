import {
  type CasePackaged,
  type CaseStored,
  isReferenceCode,
  type ReceiptCheck,
  type ReceivedPackage,
} from '@guidang/contracts';
import { countOutcomes, judgePackage, type PackageFacts, stageRules } from '@guidang/properties';
import { documentsOf, layoutOf, metadataFilesOf, unreadableOf } from './from-checks.ts';

/** Items that have values in the package for their object: who opened it judged them, and says nothing of the values. */
export const VALUE_ITEMS: readonly string[] = ['GD-1-2', 'GD-1-3', 'GD-1-4', 'GD-1-6', 'GD-2-3', 'GD-2-4'];
const NOT_DIGESTED = '0'.repeat(64);
const OF_PACKAGE = stageRules('receipt');
/** The package could not be looked into at all: then one check stands alone. */
const isOpened = (checks: readonly ReceiptCheck[]): boolean => checks.length > 1;

/**
 * 四性检测 of a package as it was received: the items of archiving that have it for their object, judged by what was announced and what was checked, so that anybody can judge them again; and what
 * the items of metadata said of the values in it, as they were judged where it lay open. @throws for facts that no receiver gives
 */
export function judgementOf(
  { body }: CasePackaged,
  { checks, received }: { readonly checks: readonly ReceiptCheck[]; readonly received: ReceivedPackage },
  at: string,
): NonNullable<CaseStored['body']['judgement']> {
  const { sha256, bytes, files, metadata } = received;
  const items = metadata.map(({ item }) => item);
  if (VALUE_ITEMS.some((code) => !items.includes(code)) || items.some((code) => !VALUE_ITEMS.includes(code)))
    throw new Error('findings on the metadata of the package are not those of its items');
  const open = isOpened(checks);
  const { referenceCode, index } = body;
  const broken = checks.some(({ check, ok }) => check === 'REFERENCE_CODE' && !ok) || !isReferenceCode(referenceCode);
  const facts: PackageFacts = {
    at,
    stated: { items: null, files: index.files.length, bytes: body.package.size, digest: hexOf(body.package.content) },
    found: { items: 0, files, bytes, digest: sha256 ?? NOT_DIGESTED },
    layout: open ? layoutOf(checks) : null,
    documents: open ? documentsOf(checks) : null,
    metadata: open ? { faults: unreadableOf(checks), values: [] } : null,
    metadataFiles: open ? metadataFilesOf(checks) : null,
    referenceCodes: open ? [{ code: referenceCode, faults: broken ? ['REFERENCE_CODE'] : [] }] : null,
    ...{ series: null, links: null, seal: null, packing: null, files: [], scanner: undefined, carrier: null },
  };
  const findings = [...judgePackage(OF_PACKAGE, facts), ...metadata];
  const { base, digest } = OF_PACKAGE;
  return { rules: { base, digest }, counts: countOutcomes(findings), findings };
}

const hexOf = (content: string): string => content.slice('sha256:'.length);
