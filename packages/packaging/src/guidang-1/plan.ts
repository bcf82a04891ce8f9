import {
  ApplicationForm,
  CaseSealed,
  type PackageIndex,
  type Retention,
  Scheme,
  SealManifest,
} from '@guidang/contracts';
import { bothDigests, sha256Hex, sm3Hex } from '@guidang/evidence';
import { BAGIT, bagInfo, bagManifest, tagFile } from './bag.ts';
import { basicInformation } from './basic.ts';
import { caseFiles, PackagingFault, type PlannedFile } from './case-files.ts';
import type { CaseRecord } from './case-record.ts';
import { catalogue } from './catalogue.ts';
import { indexOf } from './index-of.ts';
import { materialList } from './materials.ts';
import { folderOf, PLACES } from './names.ts';
import { type Objects, type Part, partsOf } from './objects.ts';
import { processInformation } from './process.ts';
import { readme } from './readme.ts';
import { sealFiles } from './seal-files.ts';
import { xmlOf } from './xml.ts';

/** What a package is made of. */
export interface PackageInput {
  readonly referenceCode: string;
  readonly retention: Retention;
  /** Value bytes of the CaseSealed link, as they lie. */
  readonly sealed: Uint8Array;
  /** The scheme's bytes as it was published; null where they cannot be had. */
  readonly scheme: Uint8Array | null;
}

/** Everything about a package before its first byte is written. */
export interface PackagePlan {
  /** Name of the one folder at the top. */
  readonly folder: string;
  /** In the order in which they are written: by the bytes of their paths. */
  readonly files: readonly PlannedFile[];
  /** The moment that stands at every entry: when the case was closed. */
  readonly at: string;
  readonly index: PackageIndex;
}

const MANIFEST_BYTES = 64 * 1024 * 1024;
const FORM_BYTES = 16 * 1024 * 1024;

const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** A form that can be read as one; what is no form stays in the package as it came, and the descriptions say nothing of it. */
export function readableForm(bytes: Uint8Array): ApplicationForm | undefined {
  try {
    return ApplicationForm.safeParse(json(bytes)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Puts a package together as far as it can be without copying the files: where everything lies, its sizes and digests, and all that is written by us. */
export async function planPackage(input: PackageInput, objects: Objects): Promise<PackagePlan> {
  const link = CaseSealed.parse(json(input.sealed));
  const manifestBytes = await objects.read(link.body.manifest, MANIFEST_BYTES);
  const manifest = SealManifest.parse(json(manifestBytes));
  if (manifest.case !== link.case) throw new PackagingFault('manifest and sealing link are of different cases');
  const { dossier } = manifest;
  const formBytes = dossier.form === null ? null : await objects.read(dossier.form.content, FORM_BYTES);
  const record: CaseRecord = {
    referenceCode: input.referenceCode,
    retention: input.retention,
    manifest,
    manifestSha256: sha256Hex(manifestBytes),
    sealedAt: link.time,
    scheme: input.scheme === null ? undefined : Scheme.parse(json(input.scheme)),
    form: formBytes === null ? undefined : readableForm(formBytes),
  };

  const payload = new Map<string, PlannedFile>();
  const add = (file: PlannedFile): void => void payload.set(file.path, file);
  const addText = (path: string, text: string): void => add(inMemory(path, Buffer.from(text)));
  for (const file of caseFiles(manifest)) add(file);
  add(inMemory(PLACES.manifest, manifestBytes));
  for (const [path, bytes] of sealFiles(link)) add(inMemory(path, bytes));
  const { content, sm3, size } = link.facts.validation;
  add({ path: PLACES.validation, size, sha256: content.slice('sha256:'.length), sm3, parts: [content] });
  if (input.scheme !== null) add(inMemory(PLACES.scheme, input.scheme));
  add(await measured(PLACES.chain, [link.body.chain, Buffer.from(input.sealed), Buffer.from('\n')], objects));
  addText(PLACES.readme, readme(record));
  addText(PLACES.basic, xmlOf(basicInformation(record)));
  addText(PLACES.materials, xmlOf(materialList(record)));
  addText(PLACES.process, xmlOf(processInformation(record)));
  addText(PLACES.catalogue, xmlOf(catalogue(record, sorted(payload))));
  addText(PLACES.sm3, bagManifest([...sorted(payload)].map(([path, { sm3 }]) => [path, sm3])));

  const tags = new Map<string, PlannedFile>();
  const addTag = (path: string, text: string): void => void tags.set(path, inMemory(path, Buffer.from(text)));
  addTag('bag-info.txt', tagFile(bagInfo(record, payload.values())));
  addTag('bagit.txt', BAGIT);
  addTag('manifest-sha256.txt', bagManifest([...sorted(payload)].map(([path, { sha256 }]) => [path, sha256])));
  addTag('tagmanifest-sha256.txt', bagManifest([...sorted(tags)].map(([path, { sha256 }]) => [path, sha256])));
  return {
    folder: folderOf(input.referenceCode),
    files: [...sorted(new Map([...tags, ...payload])).values()],
    at: dossier.closing.closedAt,
    index: indexOf(manifest),
  };
}

/** By the bytes of the paths in UTF-8, so that no locale and no version of Unicode has a say. */
function sorted<T>(files: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...files].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}

const inMemory = (path: string, bytes: Uint8Array): PlannedFile => ({
  path,
  size: bytes.length,
  sha256: sha256Hex(bytes),
  sm3: sm3Hex(bytes),
  parts: [bytes],
});

async function measured(path: string, parts: readonly Part[], objects: Objects): Promise<PlannedFile> {
  const digests = bothDigests();
  let size = 0;
  for await (const chunk of partsOf(parts, objects)) {
    digests.update(chunk);
    size += chunk.length;
  }
  return { path, size, ...digests.done(), parts };
}
