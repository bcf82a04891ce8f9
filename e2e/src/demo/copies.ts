import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { CaseStored, CopyMade } from '@guidang/contracts';
import { s3 } from '@guidang/infra-local';
import type { CasePlan } from '@guidang/lab/cases';
import type { System } from '../open.ts';
import { short } from './audit.ts';
import { linksOf } from './stories.ts';
import { bold, dim, green, item, red } from './tell.ts';

const PURPOSE = '补办社保核验原证 / checking the original for social insurance';

/** An archivist asks for a copy over HTTP; it is made, fetched, and verified by whoever holds it. */
export async function useCopy(system: System, plan: CasePlan, to: string): Promise<void> {
  const { url, visitors } = system.parts.use!;
  const { key, account } = visitors.find(({ role }) => role === 'archivist')!;
  const [stored] = linksOf<CaseStored>(system, plan, 'CaseStored');
  const file = stored!.body.index.files.find(({ group, path }) => group === 'result' && path.endsWith('.pdf'))!;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const id = `demo-${randomBytes(6).toString('hex')}`;
  const asked = await fetch(`${url}/requests`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ id, case: plan.case, path: file.path, purpose: PURPOSE }),
  });
  if (!asked.ok) throw new Error(`the request was refused: ${asked.status} ${await asked.text()}`);
  const made = () => linksOf<CopyMade>(system, plan, 'CopyMade').find(({ body }) => body.request === id);
  await system.watch.until(() => (made() ? undefined : 'no copy yet'), 60_000);
  const { copyId, copy } = made()!.body;
  const verify = `${url}/verify/${copyId}`;
  await until(async () => ((await (await fetch(verify)).json()) as { genuine: boolean }).genuine);
  const bytes = Buffer.from(await (await fetch(`${url}/copies/${copyId}`, { headers })).arrayBuffer());
  await writeFile(to, bytes);
  item(`${file.title} → ${bold(short(to))}  ${dim(`${copy.size.toLocaleString('en')} B, ${account}`)}`);
  item(`二维码 QR → ${verify}`);
  for (const [zh, sent] of [
    ['原样 as it is', bytes],
    ['改动一字节 one byte changed', changed(bytes)],
  ] as const) {
    const answer = await fetch(verify, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array(sent),
    });
    const { genuine } = (await answer.json()) as { genuine: boolean };
    item(`验证 verify, ${zh}: ${genuine ? green('真 genuine') : red('伪 not genuine')}`);
  }
}

const changed = (bytes: Buffer): Buffer => {
  const other = Buffer.from(bytes);
  other[other.length >> 1]! ^= 1;
  return other;
};

/** A service's own credential tries to delete a stored package. */
export async function triedToDelete(system: System, plan: CasePlan): Promise<boolean> {
  const [stored] = linksOf<CaseStored>(system, plan, 'CaseStored');
  let refused = true;
  for (const { place: name, bucket, key, versionId } of stored!.body.copies) {
    const place = system.parts.places.find((one) => one.name === name)!;
    const { status } = await s3(
      {
        method: 'DELETE',
        endpoint: place.endpoint,
        region: place.region,
        path: `/${bucket}/${key}`,
        query: { versionId },
      },
      place.service,
    );
    refused &&= status === 403;
    item(
      `DELETE ${name}/${bucket}/…${key.slice(-12)} → ${status === 403 ? green('403 拒绝 refused') : red(`${status}`)}`,
    );
  }
  return refused;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; !(await holds()); ) {
    if (performance.now() > end) throw new Error('the copy is not known at the door yet');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
