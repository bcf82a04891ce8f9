import type { PackageFacts } from '@guidang/properties';

/** What nobody looked at. */
export const NOTHING = {
  ...{ layout: null, documents: null, metadata: null, referenceCodes: null, series: null, links: null },
  ...{ seal: null, packing: null, files: [], scanner: undefined, carrier: null },
} satisfies Partial<PackageFacts>;

export const digestIn = (content: string): string => content.slice('sha256:'.length);
