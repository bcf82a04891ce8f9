import { z } from 'zod';
import { readJson, writeWhole } from './files.ts';
import { isRunning } from './manager.ts';
import { RUN } from './paths.ts';
import { chooseOffset, offsetFrom, type Ports, portsAt } from './ports.ts';
import { say } from './say.ts';

const Instance = z.object({ offset: z.number().int() });
const file = `${RUN}/instance.json`;

/** The ports of this checkout as last chosen, or the default ones if it never ran. */
export function ports(): Ports {
  const kept = readJson(file);
  return portsAt(kept === undefined ? (offsetFrom(process.env) ?? 0) : Instance.parse(kept).offset);
}

/**
 * Settles the ports before a start. While any part of ours runs they stay as they are, so that all parts keep finding one another;
 * else GUIDANG_PORT_OFFSET decides, else the last choice if it is still free, else the first free set.
 * @param names the parts that may be running
 */
export async function settlePorts(names: readonly string[]): Promise<Ports> {
  const kept = readJson(file);
  const before = kept === undefined ? undefined : Instance.parse(kept).offset;
  if (before !== undefined && names.some(isRunning)) return portsAt(before);
  const offset = offsetFrom(process.env) ?? (await chooseOffset());
  if (offset !== 0 && offset !== before) {
    say(`默认端口被占用或另有指定,端口整体偏移 ${offset} / ports are moved by ${offset}`);
  }
  writeWhole(file, `${JSON.stringify({ offset })}\n`);
  return portsAt(offset);
}
