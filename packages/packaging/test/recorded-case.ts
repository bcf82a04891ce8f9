import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContentName, Scheme } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import type { SealedCase } from './sealed-case.ts';

/** A case as it was recorded once (golden/record.ts), and the name of the package that the profile guidang-1 makes of it. */
export function recordedCase(): { one: Pick<SealedCase, 'sealed' | 'scheme' | 'store'>; name: string } {
  const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/guidang-1.json'), 'utf8')) as {
    package: string;
    sealed: string;
    scheme: string;
    objects: string[];
  };
  const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
  const scheme = bytesOf(recorded.scheme);
  const store = new Map<ContentName, Uint8Array>(
    recorded.objects.map(bytesOf).map((bytes) => [contentNameOf(bytes), bytes]),
  );
  return {
    one: {
      sealed: bytesOf(recorded.sealed),
      scheme: {
        digest: contentNameOf(scheme),
        bytes: scheme,
        scheme: Scheme.parse(JSON.parse(scheme.toString('utf8'))),
      },
      store,
    },
    name: recorded.package,
  };
}
