import { Worker } from 'node:worker_threads';

/** How often it is looked whether the service still lives, in milliseconds. */
const LOOK_EVERY = 500;

/** Ends this process when the one that started it is gone, also in the middle of a file that never ends: a thread of its own looks who the parent is. */
export function endWithParent(): void {
  const watch = `const parent = ${process.ppid}; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, ${LOOK_EVERY});`;
  new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}
