import { ApplicationForm, Scheme } from '@guidang/contracts';
import { type OpenedPackage, PackageFault, PLACES } from '@guidang/packaging';
import type { z } from 'zod';
import type { Held } from '../package/holdings.ts';
import { type Leaf, leavesOf } from './leaves.ts';

/** What a package says of its case. */
export interface Descriptions {
  readonly basic: readonly Leaf[];
  readonly materials: readonly Leaf[];
  readonly process: readonly Leaf[];
  /** undefined where there is none, or it is no form */
  readonly form: ApplicationForm | undefined;
  readonly scheme: Scheme | undefined;
  /** paths of files that should have been read and could not be */
  readonly unread: readonly string[];
}

const MOST = 32 * 1024 * 1024;

/**
 * Reads what the index is made of: the three descriptions, the form and the scheme.
 * @throws PackageFault where the package is of another case than was said
 */
export async function readDescriptions(opened: OpenedPackage, held: Held, caseNumber: string): Promise<Descriptions> {
  const unread: string[] = [];
  const text = async (path: string): Promise<string | undefined> => {
    const bytes = await opened.read(path, MOST);
    if (bytes === undefined) unread.push(path.replace(/^data\//, ''));
    return bytes?.toString('utf8');
  };
  const leaves = async (path: string): Promise<Leaf[]> => leavesOf((await text(path)) ?? '');
  const json = async <T extends z.ZodType>(path: string, contract: T): Promise<z.infer<T> | undefined> => {
    const content = await text(path);
    const read = content === undefined ? undefined : parsed(content, contract);
    if (content !== undefined && read === undefined) unread.push(path.replace(/^data\//, ''));
    return read;
  };

  const basic = await leaves(PLACES.basic);
  const said = (name: string): string | undefined => basic.find((leaf) => leaf.name === name)?.text;
  for (const [name, expected] of [
    ['archival_code', held.referenceCode],
    ['project_id', caseNumber],
  ] as const)
    if (said(name) !== expected) throw new PackageFault(held.package, `${name} in ${PLACES.basic}`);
  return {
    basic,
    materials: await leaves(PLACES.materials),
    process: await leaves(PLACES.process),
    form: await json(PLACES.form, ApplicationForm),
    scheme: await json(PLACES.scheme, Scheme),
    unread,
  };
}

function parsed<T extends z.ZodType>(content: string, contract: T): z.infer<T> | undefined {
  try {
    return contract.safeParse(JSON.parse(content)).data as z.infer<T> | undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
