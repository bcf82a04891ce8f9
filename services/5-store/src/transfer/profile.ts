import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** An element of the metadata of a package from elsewhere: by its name in the XML, with what its sender's rules ask of it. */
const ProfileElement = z.strictObject({
  name: z.string().min(1),
  zh: z.string(),
  required: z.boolean(),
  most: z.int().positive().nullable(),
  kind: z.enum(['text', 'paragraph', 'code', 'time', 'count', 'flag']),
});

/**
 * 移交信息包的格式: how a package from elsewhere is laid out. All of it is configuration, since the facts come from implementations and not from the standards' own texts
 * (standards/2 §2.5, §2.6; standards/4e §3: marks [I], lengths and obligations [?]): whoever receives by other rules writes another file.
 */
export const TransferProfile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,40}$/),
  source: z.string().describe('where the facts are from, and how sure they are'),
  encodings: z.array(z.enum(['utf-8', 'gb18030'])).min(1),
  /** names of files that there must be, at the root of the package */
  required: z.array(z.string()),
  /** at the root, beside what is required and listed: more is told */
  known: z.array(z.string()),
  readme: z.string().nullable(),
  catalogue: z.string().nullable(),
  /** the file with the description of the case */
  description: z.string().nullable(),
  elements: z.array(ProfileElement),
  /** names of elements by what they say */
  says: z.strictObject({
    referenceCode: z.string().nullable(),
    items: z.string().nullable(),
  }),
  /** a 档号 or 电子文件号 by its form */
  referenceCode: z.string(),
  /** where the files are listed, and how one is described */
  list: z
    .strictObject({
      in: z.string(),
      file: z.string(),
      folder: z.string().nullable().describe('element around the files of a folder, its title names the folder'),
      name: z.string(),
      size: z.string().nullable(),
      format: z.string().nullable(),
      digest: z.string().nullable().describe('written ALG:hex'),
    })
    .nullable(),
  /** element of the catalogue that describes one archive, and its child with the 档号; folders bear that name */
  archives: z.strictObject({ element: z.string(), code: z.string() }).nullable(),
});
export type TransferProfile = z.infer<typeof TransferProfile>;

export const PROFILES = ['fuzhou-2019', 'zhejiang-2019', 'dat93-2022'] as const;

/** A profile of ours by its name, or one's own by the path of its file. @throws ZodError */
export const profileOf = (name: string): TransferProfile => {
  const ours = (PROFILES as readonly string[]).includes(name);
  const from = ours ? new URL(`./profiles/${name}.json`, import.meta.url) : name;
  return TransferProfile.parse(JSON.parse(readFileSync(from, 'utf8')));
};
