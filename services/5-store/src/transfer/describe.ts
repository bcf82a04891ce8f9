import { type XmlElement, xmlTree } from '@guidang/formats';
import type { PackageFacts } from '@guidang/properties';
import type { TransferProfile } from './profile.ts';

type Value = NonNullable<PackageFacts['metadata']>['values'][number];

/** A file as the package's own metadata describes it. */
export interface ListedFile {
  readonly path: string;
  readonly name: string;
  readonly size: number | null;
  readonly format: string | null;
  /** as it was said: SHA256, SM3 or another */
  readonly digest: { readonly algorithm: string; readonly hex: string } | null;
}

/** What a package from elsewhere says of itself. */
export interface Description {
  readonly faults: readonly string[];
  readonly values: readonly Value[];
  readonly codes: readonly (string | null)[];
  readonly items: number | null;
  readonly listed: readonly ListedFile[];
}

/** Reads the metadata of a package by its profile. What is not well-formed, or declares entities, is a fault by the name of its file; nothing is ever fetched. */
export function describe(files: ReadonlyMap<string, Buffer>, profile: TransferProfile): Description {
  const faults: string[] = [];
  const trees = new Map<string, XmlElement>();
  for (const name of new Set([profile.description, profile.list?.in, profile.catalogue].filter((one) => one != null))) {
    const bytes = files.get(name);
    if (!bytes) continue; // that it is missing is a matter of layout
    const text = decoded(bytes, profile.encodings);
    const tree = text === null ? { fault: 'ENCODING' } : xmlTree(text);
    if ('fault' in tree) faults.push(`${name}: ${tree.fault}`);
    else trees.set(name, tree.root);
  }
  const described = trees.get(profile.description ?? '');
  const one = (name: string | null): string | null => (described && name ? textIn(described, name) : null);
  const catalogue = trees.get(profile.catalogue ?? '');
  const { archives } = profile;
  const codes =
    archives && catalogue
      ? all(catalogue, archives.element).map((entry) => textIn(entry, archives.code))
      : described && profile.says.referenceCode
        ? [one(profile.says.referenceCode)]
        : [];
  const items = one(profile.says.items);
  return {
    faults,
    values: described ? profile.elements.map((element) => valueIn(described, element)) : [],
    codes,
    items: items !== null && /^\d{1,9}$/.test(items) ? Number(items) : null,
    listed: profile.list ? listedIn(trees.get(profile.list.in), profile.list, files) : contentOf(files, codes),
  };
}

function decoded(bytes: Buffer, encodings: readonly string[]): string | null {
  const said = /encoding=["']([A-Za-z0-9-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1]?.toLowerCase();
  const chinese = said !== undefined && /^gb(k|2312|18030)$/.test(said);
  const encoding = chinese ? 'gb18030' : 'utf-8';
  if (!encodings.includes(encoding)) return null;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null; // not in the encoding it says: a fault of its own
  }
}

const all = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
function textIn(element: XmlElement, name: string): string | null {
  const [found] = all(element, name);
  return found ? found.text.trim() : null;
}

function valueIn(
  described: XmlElement,
  { name, zh, required, most, kind }: TransferProfile['elements'][number],
): Value {
  const found = textIn(described, name);
  const value = found === null ? undefined : kind === 'time' ? civil(found) : kind === 'count' ? counted(found) : found;
  const format = kind === 'time' ? 'time' : null;
  const element = { of: 'case', at: name, id: name, zh, kind, required, most, format, domain: null } as const;
  return { element: { ...element, dat46: [], gbt39046: null }, path: name, value };
}

/** `yyyy-MM-dd HH:mm:ss` in the time of Asia/Shanghai, as those write it; anything else stays what it is and is judged as that. */
const civil = (text: string): string => {
  const parts = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (!parts) return text;
  const [, day, time = '00:00:00'] = parts;
  const utc = Date.parse(`${day}T${time}Z`);
  // 30 February is no day, though some read it as one of March.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return text;
  return new Date(utc - 8 * 3_600_000).toISOString().replace('.000Z', 'Z');
};
const counted = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text);

function listedIn(
  root: XmlElement | undefined,
  list: NonNullable<TransferProfile['list']>,
  files: ReadonlyMap<string, Buffer>,
): ListedFile[] {
  if (!root) return [];
  const folders = list.folder ? all(root, list.folder) : [root];
  return folders.flatMap((folder) =>
    all(folder, list.file).map((file) => {
      const name = textIn(file, list.name) ?? '';
      const title = list.folder ? (folder.attributes.get('title') ?? '') : '';
      const path = title ? `${title}/${name}` : (pathOf(files, name) ?? name);
      const size = list.size ? textIn(file, list.size) : null;
      const digest = /^([A-Za-z0-9-]{2,12}):([0-9a-fA-F]{32,128})$/.exec(
        (list.digest && textIn(file, list.digest)) || '',
      );
      return {
        ...{ path, name, format: list.format ? textIn(file, list.format) : null },
        size: size !== null && /^\d{1,12}$/.test(size) ? Number(size) : null,
        digest: digest && { algorithm: digest[1]!.toUpperCase().replace('-', ''), hex: digest[2]!.toLowerCase() },
      };
    }),
  );
}

/** Where the list says names alone, the one file of this name. */
const pathOf = (files: ReadonlyMap<string, Buffer>, name: string): string | undefined =>
  files.has(name) ? name : [...files.keys()].find((path) => path.endsWith(`/${name}`));

/** Where no list describes files: those in the folders of the archives, but their metadata. */
const contentOf = (files: ReadonlyMap<string, Buffer>, codes: readonly (string | null)[]): ListedFile[] =>
  [...files.keys()]
    .filter((path) => codes.some((code) => code !== null && path.split('/').includes(code)) && !/\.xml$/i.test(path))
    .map((path) => ({ path, name: path.split('/').at(-1)!, size: null, format: null, digest: null }));
