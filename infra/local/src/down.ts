import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { realParts } from './all-parts.ts';
import { ports } from './instance.ts';
import { withLock } from './lock.ts';
import { startedNames, stop } from './manager.ts';
import { LOCAL, PARTS_FILE, RUN } from './paths.ts';
import { say } from './say.ts';
import { services } from './services.ts';

/** Stops the services first and then what they rest on, each side by side. What is kept on disk stays. */
export function down(): Promise<void> {
  return withLock(async () => {
    const known = [services(ports()), realParts(ports())];
    // A broker that a test started for itself and could not stop, because it was killed.
    const names = known.flat().map(({ name }) => name);
    const strays = startedNames().filter((name) => !names.includes(name));
    for (const name of strays) if (await stop({ name })) say(`${name}:已停止 / stopped`);
    for (const group of known) {
      await Promise.all(
        group.map(async (part) => {
          if (await stop(part)) say(`${part.zh}:已停止 / ${part.name}: stopped`);
        }),
      );
    }
  });
}

/**
 * Stops everything and throws away all data, passwords and keys of this checkout. What was downloaded or built stays.
 * @returns false if the person said no
 */
export async function reset(yes: boolean): Promise<boolean> {
  if (!yes && !(await agreed())) return false;
  await down();
  rmSync(RUN, { recursive: true, force: true });
  rmSync(PARTS_FILE, { force: true });
  // What the demo left tells of these parts, and of no others.
  if (RUN === `${LOCAL}/run`) rmSync(`${LOCAL}/demo`, { recursive: true, force: true });
  say('数据已清除 / all data of this checkout is gone');
  return true;
}

async function agreed(): Promise<boolean> {
  const question =
    `将停止全部部件,并删除 ${RUN} 下的全部数据(主题、数据库、存储、密钥),不可恢复。输入 yes 继续:\n` +
    `This stops everything and deletes all topics, databases, stored objects and keys below ${RUN}, for good. Type yes to go on: `;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Without a terminal there is nobody to ask, and the end of input is a no.
    const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    return (await Promise.race([terminal.question(question), ended])).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
