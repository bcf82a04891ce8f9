import { Readable } from 'node:stream';
import type { CapturedFile, FileScan, InspectedFile, SealManifest } from '@guidang/contracts';
import { bothDigests, sha256Hex, sm3Hex } from '@guidang/evidence';
import type { ScanResult } from '@guidang/formats';
import type { OpenedPackage } from '@guidang/packaging';
import type { FileLookedAt } from '@guidang/properties';
import { asLookedAt, filesInForce, inspectionOf } from '../rule/preservation.ts';
import type { LookPorts } from './look.ts';

/** Up to here a file is held in memory while it is looked at; a larger one is read in pieces, as often as somebody looks. */
const HELD_BYTES = 64 * 1024 * 1024;

/** Every file of the case in force, as its metadata in the package has it and as it is found there today. */
export async function filesIn(
  opened: OpenedPackage,
  manifest: SealManifest,
  places: ReadonlyMap<string, string>,
  ports: Pick<LookPorts, 'inspector' | 'scanner' | 'heldBytes'>,
  signal: AbortSignal,
): Promise<FileLookedAt[]> {
  const looked: FileLookedAt[] = [];
  for (const one of filesInForce(manifest)) {
    signal.throwIfAborted();
    const { captured } = one;
    looked.push(asLookedAt(one, await lookAt(opened, captured, places.get(captured.content), ports)));
  }
  return looked;
}

async function lookAt(
  opened: OpenedPackage,
  { content, name, size }: CapturedFile,
  path: string | undefined,
  { inspector, scanner, heldBytes = HELD_BYTES }: Pick<LookPorts, 'inspector' | 'scanner' | 'heldBytes'>,
): Promise<InspectedFile> {
  if (size > heldBytes) return lookInPieces(opened, { content, name }, path, { inspector, scanner });
  const bytes = path === undefined ? undefined : await opened.read(path, heldBytes);
  if (bytes === undefined) return { content, bytes: null, inspection: null, scan: null };
  const [facts, scan] = await Promise.all([inspector.inspect({ bytes, name }), scanner?.scan(bytes) ?? null]);
  return {
    content,
    bytes: { sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length },
    inspection: inspectionOf(facts),
    scan: scan && scanOf(scan),
  };
}

/** A file that is too large to be held: digested, scanned and opened one after the other, each from the package itself. Memory stays flat; what opens it puts it on the local disk. */
async function lookInPieces(
  opened: OpenedPackage,
  { content, name }: Pick<CapturedFile, 'content' | 'name'>,
  path: string | undefined,
  { inspector, scanner }: Pick<LookPorts, 'inspector' | 'scanner'>,
): Promise<InspectedFile> {
  const pieces = () => (path === undefined ? undefined : opened.stream(path));
  const read = pieces();
  if (read === undefined) return { content, bytes: null, inspection: null, scan: null };
  const digests = bothDigests();
  let size = 0;
  for await (const piece of read) {
    digests.update(piece);
    size += piece.length;
  }
  const stream = (): Readable => Readable.from(pieces()!, { objectMode: false });
  const scan = await scanner?.scan(stream());
  const facts = await inspector.inspect({ stream: stream(), name });
  return {
    ...{ content, bytes: { ...digests.done(), size }, inspection: inspectionOf(facts) },
    scan: scan ? scanOf(scan) : null,
  };
}

export const scanOf = (result: ScanResult): FileScan => ({
  verdict: result.verdict,
  signature: ('signature' in result && result.signature?.slice(0, 200)) || null,
  engine: result.engine.slice(0, 100),
  signaturesAt: result.signaturesAt,
});
