import type { Door } from './door.ts';

/** How often connections are looked at that have become idle. */
const LOOK_MS = 50;

/**
 * Lets nobody in any more, lets those finish who are in, and closes each connection as it becomes idle.
 * @param mostMs after which what still goes on is broken off: an upload that breaks off is no object, and its sender sends it again
 */
export async function closeInOrder(door: Door, mostMs: number): Promise<void> {
  const looking = setInterval(() => door.server.closeIdleConnections(), LOOK_MS);
  const late = setTimeout(() => door.server.closeAllConnections(), mostMs);
  try {
    await door.close();
  } finally {
    clearInterval(looking);
    clearTimeout(late);
  }
}
