import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How to run a program that refuses to be root. */
export interface Unprivileged {
  /** Who must own the data; absent where we are an ordinary user anyway. */
  readonly owner?: Account;
  /** Spawn options for a plain change of user. */
  readonly user?: Account;
  /** The command line, wrapped where a change of user alone is not enough. */
  wrap(command: string, args: readonly string[]): string[];
}

const plain = (command: string, args: readonly string[]): string[] => [command, ...args];

/**
 * PostgreSQL refuses root. As root we run it as `postgres` if the machine has that user, else as `nobody`, which every machine has:
 * nothing is added to the system. Where the checkout lies below a folder that this user may not enter (a home of mode 0700),
 * setpriv leaves the program the one capability to pass through, and nobody's permissions need to change.
 * @param paths what the program has to reach
 * @throws if it cannot be done here, saying what to do instead
 */
export function unprivileged(paths: readonly string[]): Unprivileged {
  if (process.getuid?.() !== 0) return { wrap: plain };
  const user = accountOf('postgres') ?? accountOf('nobody');
  if (user === undefined)
    throw new Error(`以 root 运行需要 postgres 或 nobody 用户 / running as root needs a user named postgres or nobody`);
  const shut = paths.flatMap(above).find((folder) => !mayEnter(folder, user));
  if (shut === undefined) return { owner: user, user, wrap: plain };
  if (!existsSync('/usr/bin/setpriv')) {
    throw new Error(
      `数据库不能以 root 运行,而 ${shut} 不许其他用户进入;请把仓库放到别处(如 /srv/guidang)或安装 util-linux / ` +
        `PostgreSQL refuses root and ${shut} is closed to other users; move the checkout (for example to /srv/guidang) or install util-linux`,
    );
  }
  const keep = '+dac_override';
  const privileges = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    `--inh-caps=${keep}`,
    `--ambient-caps=${keep}`,
    // access(2), with which initdb looks for its binaries, honours the capability only so.
    '--securebits=+no_setuid_fixup',
  ];
  return { owner: user, wrap: (command, args) => ['/usr/bin/setpriv', ...privileges, '--', command, ...args] };
}

function accountOf(name: string): Account | undefined {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined; // `id` exits 1 for a user that does not exist
  }
}

/** Every folder on the way to the path, nearest first. */
export function above(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...above(parent)];
}

function mayEnter(folder: string, user: Account): boolean {
  const { mode, uid, gid } = statSync(folder);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & 1) === 1;
}
