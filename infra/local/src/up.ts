import { realParts } from './all-parts.ts';
import { furnish } from './buckets.ts';
import { ports as lastPorts, settlePorts } from './instance.ts';
import { bringKeycloak, hasKeycloak } from './keycloak/dist.ts';
import { furnishKeycloak } from './keycloak/furnish.ts';
import { withLock } from './lock.ts';
import { ensure } from './manager.ts';
import type { Part } from './part.ts';
import { realm, withKeycloak } from './parts/idp.ts';
import { keycloak } from './parts/keycloak.ts';
import { writeParts } from './parts-file.ts';
import { HOST, type Ports } from './ports.ts';
import { migrateAll } from './prisma.ts';
import { furnishDatabase } from './roles.ts';
import { say } from './say.ts';
import { secrets } from './secrets.ts';
import { furnishSeed } from './seed.ts';
import { applyTopics } from './topics.ts';
import { furnishTrust } from './trust.ts';

/**
 * Every real part running and furnished: topics, roles and migrations, buckets and accounts, keys. From any state, as often as wanted.
 * @returns the ports they are on
 * @throws with all that went wrong, after everything that could be started was
 */
export function up(): Promise<Ports> {
  return withLock(async () => {
    const ports = await settlePorts(realParts(lastPorts()).map(({ name }) => name));
    secrets(); // drawn once, before the parts start side by side and each would draw their own
    const noTrust = await furnishTrust();
    await furnishSeed();
    if (withKeycloak()) {
      if (!hasKeycloak()) say('下载并构建 Keycloak（约半分钟）/ fetching and building Keycloak (about half a minute)');
      await bringKeycloak();
    }
    const outcomes = await Promise.allSettled(realParts(ports).map((part) => bring(part, ports, noTrust)));
    writeParts(ports);
    const faults = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as Error);
    if (faults.length > 0) throw new AggregateError(faults, faults.map(({ message }) => message).join('\n'));
    return ports;
  });
}

async function bring(part: Part, ports: Ports, noTrust: string | undefined): Promise<void> {
  const rests = part.name === 'tsa' || part.name.startsWith('witness');
  const missing = part.missing?.() ?? (rests ? noTrust : undefined);
  if (missing !== undefined) {
    // What this repository brings may be absent in a part of it; what the bootstrap brings may not.
    if (!rests) throw new Error(`${part.zh} / ${part.name}: ${missing}`);
    say(`${part.zh}:缺少,跳过 / ${part.name}: missing, left out: ${missing}`);
    return;
  }
  const startedNow = await ensure(part);
  await furnishing(part.name, ports);
  say(
    `${part.zh}:${startedNow ? '已启动' : '运行中'} / ${part.name}: ${startedNow ? 'started' : 'already running'}, ${HOST}:${part.port}`,
  );
}

async function furnishing(name: string, ports: Ports): Promise<void> {
  if (name === 'kafka') {
    const changed = await applyTopics([`${HOST}:${ports.kafka}`]);
    if (changed.length > 0) say(`主题 ${changed.length} 个已建立或更正 / topics made or corrected: ${changed.length}`);
  }
  if (name === 'postgres') {
    await furnishDatabase(ports);
    await migrateAll(ports);
  }
  if (name === 'keycloak') {
    const part = keycloak(ports);
    await furnishKeycloak({ url: `http://${HOST}:${part.port}`, ...part.admin }, realm(ports));
  }
  if (name === 'place-a') await furnish(ports, 'a');
  if (name === 'place-b') await furnish(ports, 'b');
}
