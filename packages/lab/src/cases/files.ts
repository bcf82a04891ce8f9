import type { PublishedFile } from '@guidang/contracts';
import { contentName } from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import { announced, made, type Paper } from '../documents/index.ts';

/** An object of a case: what it is called in the vault, and its bytes when they are wanted. */
export interface PlannedFile {
  /** the name it is first announced under */
  name: string;
  content: `sha256:${string}`;
  sha256: string;
  size: number;
  mediaType: string;
  /** Always the same bytes. They are not held: where memory was wanted for something else they are made again, which takes some milliseconds. */
  bytes(): Promise<Buffer>;
}

/** A file with what its publisher says of it. */
export interface MadeFile {
  file: PlannedFile;
  published: PublishedFile;
}

/** Makes a file once, for its digests. */
export async function madeFile(name: string, paper: Paper, withSm3: boolean): Promise<MadeFile> {
  const bytes = await made(paper);
  const { mediaType, pages } = announced(paper);
  return describe(name, mediaType, bytes, () => made(paper), withSm3, pages);
}

/** The form is no paper: it is the record that people's data travel in. */
export function formFile(form: unknown): MadeFile {
  const write = (): Buffer => Buffer.from(JSON.stringify(form));
  return describe('form.json', 'application/json', write(), async () => write(), true);
}

function describe(
  name: string,
  mediaType: string,
  bytes: Buffer,
  again: () => Promise<Buffer>,
  withSm3: boolean,
  pages?: number,
): MadeFile {
  const sha256 = sha256Hex(bytes);
  const held = new WeakRef(bytes);
  const file: PlannedFile = {
    name,
    content: contentName(sha256),
    sha256,
    size: bytes.length,
    mediaType,
    bytes: async () => held.deref() ?? again(),
  };
  const published: PublishedFile = {
    name,
    content: file.content,
    sha256,
    ...(withSm3 && { sm3: sm3Hex(bytes) }),
    size: bytes.length,
    mediaType,
    ...(pages !== undefined && { pages }),
  };
  return { file, published };
}
