import type { CasePlan } from '@guidang/lab/cases';
import type { PublisherClient } from '@guidang/sdk';

/** What went out of the house of a publisher. */
export interface Published {
  readonly files: number;
  readonly bytes: number;
  readonly events: number;
}

/** Hands over a case as a government system does: files first, then what happened, in order. */
export async function publishCase(client: PublisherClient, plan: CasePlan): Promise<Published> {
  let bytes = 0;
  for (const file of plan.files) {
    const content = await file.bytes();
    await client.upload(content, { expect: { sha256: file.sha256, size: file.size } });
    bytes += content.length;
  }
  await client.publish(plan.events);
  return { files: plan.files.length, bytes, events: plan.events.length };
}

/** Several cases side by side, a few at a time, each through the door that `door` names for it. */
export async function publishCases(
  plans: readonly CasePlan[],
  door: (plan: CasePlan, at: number) => Promise<PublisherClient> | PublisherClient,
  { told = () => {}, atOnce = 4 }: { told?: (plan: CasePlan, at: number) => void; atOnce?: number } = {},
): Promise<Published> {
  const total = { files: 0, bytes: 0, events: 0 };
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < plans.length; at = next++) {
      const plan = plans[at]!;
      const one = await publishCase(await door(plan, at), plan);
      total.files += one.files;
      total.bytes += one.bytes;
      total.events += one.events;
      told(plan, at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return total;
}
