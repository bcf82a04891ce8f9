import { readFileSync } from 'node:fs';
import { type OperationLog, ROLE_NAMES } from '@guidang/access';
import { parseJson, parseWith, text } from '@guidang/contracts';
import { z } from 'zod';
import { BundleFile } from './http/bundle-file.ts';
import type { RegistryPorts } from './http/door.ts';
import { takeBundle } from './http/routes/bundle.ts';
import { Account, DepartmentId, PostId } from './http/shapes.ts';
import { addPerson, addPost, give, personByAccount, postById } from './tables/people.ts';

const MOST_BYTES = 32 * 1024 * 1024;

/** The first people of a house in which nobody could yet let anybody in. */
export const FirstPeople = z.strictObject({
  posts: z.array(
    z.strictObject({ id: PostId, role: z.enum(ROLE_NAMES), title: text(100), department: DepartmentId.nullable() }),
  ),
  people: z.array(
    z.strictObject({
      account: Account,
      issuer: z.url(),
      subject: text(200),
      name: text(60),
      department: DepartmentId.nullable(),
      posts: z.array(PostId),
    }),
  ),
});
export type FirstPeople = z.infer<typeof FirstPeople>;

const read = <T extends z.ZodType>(file: string, shape: T): z.infer<T> =>
  parseWith(shape, parseJson(readFileSync(file), MOST_BYTES, 24));

export interface Beginning {
  readonly bundleFile?: string | undefined;
  readonly peopleFile?: string | undefined;
}

/**
 * What an empty registry begins with: the configuration of one file, and people of another. Where somebody is registered already the people's file says nothing any more, and
 * where there are departments the other one does not either: from then on people decide. Only while we are alone.
 */
export async function begin(
  ports: RegistryPorts,
  log: OperationLog,
  { bundleFile, peopleFile }: Beginning,
): Promise<string[]> {
  const by = { account: null, at: new Date(ports.now()) };
  const did: string[] = [];
  await ports.store.within('city', async (tx) => {
    const [departments] = await tx.query('SELECT 1 FROM department LIMIT 1');
    if (bundleFile !== undefined && departments === undefined) {
      const { changes, drafts } = await takeBundle(tx, ports, read(bundleFile, BundleFile), 'registry', by);
      did.push(`bundle: ${changes.length} changes, ${drafts.length} drafts`);
    }
    const [people] = await tx.query('SELECT 1 FROM person LIMIT 1');
    if (peopleFile !== undefined && people === undefined) did.push(await letIn(tx, read(peopleFile, FirstPeople), by));
    if (did.length > 0)
      await log.appendWith(tx, [{ class: 'system', account: null, action: 'begin', outcome: 'done', after: { did } }]);
  });
  return did;
}

async function letIn(
  tx: Parameters<typeof addPerson>[0],
  { posts, people }: FirstPeople,
  by: Parameters<typeof addPerson>[2],
): Promise<string> {
  for (const post of posts)
    if ((await postById(tx, post.id)) === undefined) await addPost(tx, { ...post, active: true }, by);
  for (const { posts: held, ...person } of people) {
    if ((await personByAccount(tx, person.account)) === undefined) await addPerson(tx, { ...person, active: true }, by);
    for (const post of held)
      await give(tx, { post, account: person.account, from: by.at.toISOString(), until: null, givenBy: null });
  }
  return `people: ${people.length}`;
}
