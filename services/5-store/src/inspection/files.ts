import type { CapturedFile, FileInspection, FileScan, InspectedFile, SealManifest } from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import type { FileFacts, ScanResult } from '@guidang/formats';
import type { OpenedPackage } from '@guidang/packaging';
import { ARCHIVAL_FORMATS, type FileLookedAt } from '@guidang/properties';
import type { LookPorts } from './look.ts';

/** A file larger than this is not opened again, which its items say: NOT_RUN. Its digest was checked with that of the package. */
const MOST_FILE_BYTES = 256 * 1024 * 1024;
const MOST_PROBLEMS = 40;

/** Every file of the case in force, as its metadata in the package has it and as it is found there today. */
export async function filesIn(
  opened: OpenedPackage,
  { dossier }: SealManifest,
  places: ReadonlyMap<string, string>,
  ports: Pick<LookPorts, 'inspector' | 'scanner'>,
  signal: AbortSignal,
): Promise<FileLookedAt[]> {
  const looked: FileLookedAt[] = [];
  for (const { material, files } of dossier.materials)
    for (const [i, captured] of files.entries()) {
      signal.throwIfAborted();
      looked.push({
        ...{ object: `file:${material}/${i + 1}`, role: 'file', captured },
        looked: await lookAt(opened, captured, places.get(captured.content), ports),
        accepted: { formats: ARCHIVAL_FORMATS, by: 'archival' },
      });
    }
  return looked;
}

async function lookAt(
  opened: OpenedPackage,
  { content, name, size }: CapturedFile,
  path: string | undefined,
  { inspector, scanner }: Pick<LookPorts, 'inspector' | 'scanner'>,
): Promise<InspectedFile | null> {
  if (size > MOST_FILE_BYTES) return null;
  const bytes = path === undefined ? undefined : await opened.read(path, MOST_FILE_BYTES);
  if (bytes === undefined) return { content, bytes: null, inspection: null, scan: null };
  const [facts, scan] = await Promise.all([inspector.inspect({ bytes, name }), scanner?.scan(bytes) ?? null]);
  return {
    content,
    bytes: { sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length },
    inspection: inspectionOf(facts),
    scan: scan && scanOf(scan),
  };
}

export const inspectionOf = (facts: FileFacts): FileInspection => ({
  ...{ inspector: facts.inspector, puid: facts.puid, format: facts.family },
  ...{ extensionAgrees: facts.extensionAgrees, readable: facts.readable },
  problems: [...new Set(facts.problems.map(({ code }) => code))].slice(0, MOST_PROBLEMS),
  pages: facts.pages ?? null,
  encrypted: facts.encrypted ?? false,
  // How its pages look was judged when it was taken in, and has not changed with bytes that have not.
  quality: null,
});

export const scanOf = (result: ScanResult): FileScan => ({
  verdict: result.verdict,
  signature: ('signature' in result && result.signature?.slice(0, 200)) || null,
  engine: result.engine.slice(0, 100),
  signaturesAt: result.signaturesAt,
});
