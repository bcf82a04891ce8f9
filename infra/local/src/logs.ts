import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { logFile } from './manager.ts';
import { everything } from './services.ts';

/** Prints the end of a part's log; with `follow`, until interrupted. @returns the exit code */
export function showLog(name: string | undefined, follow: boolean): Promise<number> {
  const names = everything().map((part) => part.name);
  if (name === undefined || !names.includes(name)) {
    throw new Error(`请指明部件 / name one of: ${names.join(', ')}\n  make logs part=kafka`);
  }
  if (!existsSync(logFile(name))) throw new Error(`${logFile(name)}:还没有日志 / no log yet`);
  const child = spawn('tail', [...(follow ? ['-f'] : []), '-n', '200', logFile(name)], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 0));
  });
}
