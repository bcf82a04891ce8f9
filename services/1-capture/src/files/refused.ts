import type { FileRefusal } from '@guidang/contracts';

/** The part of a published file that is at fault; it ends the field's path in the refusal. */
export type Part = 'content' | 'address' | 'sha256' | 'sm3' | 'size';

/**
 * A file cannot be taken in, now or later: a fact, which becomes a FileRefusal. What may pass is thrown as another error and asked again.
 * `expected` and `found` go into the chain and to the publisher, so they hold digests, sizes, host names and status codes and never an address.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: FileRefusal['code'];
  readonly part: Part;
  readonly expected: string | null;
  readonly found: string | null;

  constructor(code: FileRefusal['code'], part: Part, expected: string | null = null, found: string | null = null) {
    super(`文件拒收 / the file is refused: ${code}`);
    this.code = code;
    this.part = part;
    this.expected = expected;
    this.found = found;
  }
}
