import type { CasePackaged, ReceivedPackage } from '@guidang/contracts';
import { dossierValues, judgePackage, type PackageFacts, ProfileNotValid, rulesOf } from '@guidang/properties';
import { manifestIn, openedOver, schemeIn } from './opened.ts';
import type { Received } from './received.ts';
import { VALUE_ITEMS } from './rule/receipt.ts';

const NOTHING = {
  ...{ stated: null, found: { items: 0, files: 0, bytes: 0, digest: '' }, layout: null, documents: null },
  ...{ referenceCodes: null, series: null, links: null, seal: null, packing: null, files: [], scanner: undefined },
  carrier: null,
} satisfies Partial<PackageFacts>;

/** The second half of the items of metadata: the values as they stand in the package, by the rules of the scheme that lies in it. */
function judgedValues(
  values: NonNullable<PackageFacts['metadata']>['values'] | null,
  scheme: Parameters<typeof rulesOf>[0],
  at: string,
): ReceivedPackage['metadata'] {
  const metadata = values && { faults: [], values };
  return judgePackage(rulesIn(scheme), { ...NOTHING, at, metadata }).filter(({ item }) => VALUE_ITEMS.includes(item));
}

/** A case was checked by the rules of its scheme, so they hold; a scheme in a package that did not come from check may say anything. */
function rulesIn(scheme: Parameters<typeof rulesOf>[0]): ReturnType<typeof rulesOf> {
  try {
    return rulesOf(scheme);
  } catch (error) {
    if (error instanceof ProfileNotValid) return rulesOf(null);
    throw error;
  }
}

/** What is found of a package that lies open: how many of its files are there, and what its metadata says. */
export async function receivedFacts(
  { body: { package: built, referenceCode, index } }: CasePackaged,
  { source }: Received,
  at: string,
): Promise<ReceivedPackage> {
  const opened = await openedOver(built, referenceCode, source);
  const [manifest, scheme] = opened ? [await manifestIn(opened), await schemeIn(opened)] : [null, null];
  return {
    sha256: built.content.slice('sha256:'.length),
    bytes: source.size,
    files: opened ? index.files.filter(({ path }) => opened.has(path)).length : 0,
    metadata: judgedValues(manifest && dossierValues(manifest.dossier, scheme), scheme, at),
  };
}

/** What is found of bytes that are not the package at all. @param found their digest, where one is known */
export const nothingReceived = (found: string, at: string): ReceivedPackage => ({
  sha256: /^[0-9a-f]{64}$/.test(found) ? found : null,
  ...{ bytes: 0, files: 0 },
  metadata: judgedValues(null, null, at),
});
