import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { writeWhole } from '../files.ts';
import type { Part } from '../part.ts';
import { ROOT, roomOf, TOOLS } from '../paths.ts';
import { HOST, type Ports } from '../ports.ts';

/** Signatures of our own, which find EICAR; see infra/local/clamav. */
const SIGNATURES = `${ROOT}/infra/local/clamav`;

/** Where clamd may lie: the system's, or the one the bootstrap unpacked for this checkout. */
const CANDIDATES = [
  `${TOOLS}/clamav/usr/sbin/clamd`,
  '/usr/sbin/clamd',
  '/usr/local/sbin/clamd',
  '/opt/homebrew/sbin/clamd',
];

const run = promisify(execFile);
const binary = (): string | undefined => CANDIDATES.find((path) => existsSync(path));

/** ClamAV's daemon, which scans what is streamed to it. */
export function clamd(ports: Ports): Part {
  const room = roomOf('clamd');
  return {
    name: 'clamd',
    zh: '病毒检测',
    en: 'ClamAV',
    port: ports.clamd,
    missing: () =>
      binary() === undefined ? '没有 clamd:apt-get install clamav-daemon / clamd is not installed' : undefined,
    version: async () => {
      const { stdout } = await run(binary()!, ['--version'], { env: environment(binary()!) });
      return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim();
    },
    prepare: async () => {
      mkdirSync(`${room}/db`, { recursive: true });
      cpSync(SIGNATURES, `${room}/db`, { recursive: true });
      const text = configuration(room, ports.clamd);
      writeWhole(`${room}/clamd.conf`, text);
      const signatures = readdirSync(SIGNATURES)
        .sort()
        .map((name) => readFileSync(`${SIGNATURES}/${name}`, 'utf8'));
      return {
        command: binary()!,
        args: ['--foreground', '--config-file', `${room}/clamd.conf`],
        env: environment(binary()!),
        cwd: room,
        rests: [text, ...signatures],
      };
    },
    healthy: async () => (await ask(ports.clamd, 'zPING\0')) === 'PONG',
  };
}

/** A clamd that the bootstrap unpacked finds its libraries beside itself. */
function environment(path: string): NodeJS.ProcessEnv {
  const unpacked = path.startsWith(`${TOOLS}/clamav/`);
  const libraries = `${TOOLS}/clamav/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  return { PATH: process.env.PATH, ...(unpacked && { LD_LIBRARY_PATH: libraries }) };
}

export function configuration(room: string, port: number): string {
  const settings: Record<string, string | number> = {
    TCPSocket: port,
    TCPAddr: HOST,
    DatabaseDirectory: `${room}/db`,
    TemporaryDirectory: `${room}/tmp`,
    Foreground: 'yes',
    LogTime: 'yes',
    MaxThreads: 8,
    StreamMaxLength: '200M',
    MaxFileSize: '200M',
    MaxScanSize: '400M',
    // A zip bomb ends as a finding: whatever was not looked at in full is reported, never passed.
    MaxRecursion: 12,
    MaxFiles: 10000,
    AlertExceedsMax: 'yes',
    // Fuzzy hashes of pictures are for advertising mail; to make one every picture is decoded, which costs more than all the rest (docs/performance.md).
    ScanImageFuzzyHash: 'no',
    // Re-reading the signatures is `up`'s business, which restarts the part when they change.
    SelfCheck: 0,
    ConcurrentDatabaseReload: 'no',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

/** One command, one answer; empty if nobody answers. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST }, () => socket.write(command));
    let text = '';
    const settle = (): void => {
      socket.destroy();
      resolve(text.replace(/\0/g, '').trim());
    };
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
    });
    socket.setTimeout(1500, settle);
    socket.once('error', settle);
    socket.once('close', settle);
  });
}
