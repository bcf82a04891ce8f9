import { SCHEMES, schemeKey } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import type { SqlDoor } from '@guidang/stream';
import { bytesOf } from './folder.ts';
import type { RegistryPorts } from './http/door.ts';
import { portions } from './portions.ts';
import { putTogether } from './scheme/put-together.ts';
import { changeDraft, type DraftEntry, findDrafts } from './tables/drafts.ts';
import type { By } from './tables/versioned.ts';

/** Why a draft was not published, in words, with a stable code. */
export interface Unpublishable {
  readonly code: string;
  readonly message: string;
}

/**
 * Decides that a draft becomes the next version, and with which bytes: from here on the bytes are published once, whatever breaks in between. Only while we are alone.
 * @returns the draft as it is now, or why not
 */
export async function decideBytes(
  tx: SqlDoor,
  { topic }: Pick<RegistryPorts, 'topic'>,
  draft: DraftEntry,
  by: By,
): Promise<DraftEntry | Unpublishable> {
  if (draft.state !== 'reviewed')
    return { code: 'NOT_REVIEWED', message: '草稿尚未通过复核 / the draft was not reviewed' };
  const decided = await findDrafts(tx, { scheme: draft.schemeId, state: 'publishing', limit: 100 });
  const versions = [...topic.versions(draft.schemeId), ...decided.map((one) => one.publishedVersion ?? 0)];
  const newest = versions.length === 0 ? null : Math.max(...versions);
  if (newest !== draft.baseVersion)
    return {
      code: 'BASE_MOVED',
      message: `草稿所依据的版本之后已发布第 ${newest} 版，请据以新建草稿 / version ${newest} was published since; please begin from it`,
    };
  const version = (newest ?? 0) + 1;
  const { scheme, faults } = await putTogether(tx, draft, version, by.at);
  if (scheme === undefined)
    return {
      code: 'DRAFT_INCOMPLETE',
      message:
        `草稿不完整 / not complete: ${faults.map(({ field, message }) => `${field} ${message}`).join('; ')}`.slice(
          0,
          900,
        ),
    };
  const value = bytesOf(scheme).toString('utf8');
  return changeDraft(tx, draft, { state: 'publishing', publishedVersion: version, publishedBy: by.account, value }, by);
}

/**
 * Publishes what was decided and is not on the topic yet, and marks what is. Where it is cut off, the next one goes on: the topic says what is there, and an id with a
 * version is there once. Only while we are alone.
 * @returns the drafts that are published now
 */
export async function finishPublishing(
  ports: Pick<RegistryPorts, 'store' | 'topic' | 'publisher'>,
  by: By,
): Promise<DraftEntry[]> {
  const { store, topic } = ports;
  const waiting = await store.within('city', (tx) => findDrafts(tx, { state: 'publishing', limit: 10_000 }));
  if (waiting.length === 0) return [];
  await topic.catchUp();
  const missing = waiting.filter((draft) => topic.find(draft.schemeId, draft.publishedVersion!) === undefined);
  if (missing.length > 0) {
    const publisher = await ports.publisher();
    try {
      const records = missing.map(({ schemeId, publishedVersion, value }) => ({
        ...{ topic: SCHEMES, partition: 0, key: schemeKey(schemeId, publishedVersion!), headers: {} },
        value: Buffer.from(value!),
      }));
      for (const portion of portions(records)) await publisher.publish(portion);
    } finally {
      await publisher.close();
    }
    await topic.catchUp();
  }
  const published: DraftEntry[] = [];
  for (const draft of waiting) {
    const there = topic.find(draft.schemeId, draft.publishedVersion!);
    // Somebody else's bytes under our version: nothing of ours may pretend to be published.
    if (there?.digest !== contentNameOf(Buffer.from(draft.value!)))
      throw new Error(
        `${schemeKey(draft.schemeId, draft.publishedVersion!)} on the topic is not what was decided here`,
      );
    published.push(await store.within('city', (tx) => changeDraft(tx, draft, { state: 'published' }, by)));
  }
  return published;
}
