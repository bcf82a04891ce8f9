import {
  ApplicationForm,
  CaseSealed,
  type ContentName,
  type PackageIndex,
  type Retention,
  Scheme,
  SealManifest,
} from '@guidang/contracts';
import { bothDigests, sha256Hex, sm3Hex } from '@guidang/evidence';
import { BAGIT, bagInfo, bagManifest, tagFile } from './bag.ts';
import { basicInformation } from './basic.ts';
import type { CaseRecord } from './case-record.ts';
import { catalogue, type Digested } from './catalogue.ts';
import { layoutOf } from './layout.ts';
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

export interface PlannedFile extends Digested {
  /** below the bag's folder */
  readonly path: string;
  readonly parts: readonly Part[];
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

/** The parts of a case do not fit together: a mistake of ours, never of the case. */
export class PackagingFault extends Error {
  constructor(what: string) {
    super(`归档信息包无法组成 / the package cannot be put together: ${what}`);
    this.name = 'PackagingFault';
  }
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

/** The files of the case, each at its place. Every object of the manifest must have one. */
function caseFiles({ dossier, objects, document }: SealManifest): PlannedFile[] {
  const known = new Map(objects.map((object) => [object.content, object]));
  const placed = (path: string, content: ContentName): PlannedFile => {
    const object = known.get(content);
    if (object === undefined) throw new PackagingFault(`${content} is in the dossier and not in the manifest`);
    const { sm3, size } = object;
    return { path, size, sm3, sha256: content.slice('sha256:'.length), parts: [content] };
  };
  const { inForce, superseded } = layoutOf(dossier);
  const files = [...inForce, ...superseded].flatMap(({ files }) =>
    files.map(({ path, file }) => placed(path, file.content)),
  );
  files.push(placed(PLACES.document, document));
  if (dossier.form) files.push(placed(PLACES.form, dossier.form.content));
  const used = new Set(files.flatMap(({ parts }) => parts));
  const left = objects.find(({ content }) => !used.has(content));
  if (left) throw new PackagingFault(`${left.content} is in the manifest and not in the dossier`);
  return files;
}

/** What `use` finds the case and its files by: what is in force, and the process record. */
function indexOf({ dossier, objects, document }: SealManifest): PackageIndex {
  const { head, closing } = dossier;
  const record = objects.find(({ content }) => content === document)!;
  const materials = layoutOf(dossier).inForce.flatMap(({ material, files }) =>
    files.map(({ path, file }) => ({
      path,
      material: material.material,
      item: material.item,
      group: material.group as string,
      title: material.name,
      content: file.content,
      size: file.size,
      puid: file.puid,
    })),
  );
  return {
    head,
    closedAt: closing.closedAt,
    outcome: closing.outcome,
    files: [
      ...materials,
      {
        path: PLACES.document,
        material: 'process-record',
        item: null,
        group: 'process',
        title: '办理过程信息',
        content: document,
        size: record.size,
        puid: record.puid,
      },
    ],
  };
}
