import { parseArgs } from 'node:util';
import { down, reset } from './down.ts';
import { ports } from './instance.ts';
import { showLog } from './logs.ts';
import { isRunning, startedNames } from './manager.ts';
import { ROOT } from './paths.ts';
import { adminUrl, generateAll, owners, prisma } from './prisma.ts';
import { say } from './say.ts';
import { everything, repairServices, startServices } from './services.ts';
import { statusTable } from './status.ts';
import { up } from './up.ts';

const HELP = `用法 / usage: node infra/local/src/main.ts <command>

  up [--services]        启动并修复全部部件及曾启动的服务(加参数则启动全部服务)/ start and repair all parts, repair services that were started (with the flag, start all of them)
  down                   停止,数据保留 / stop; data stays
  status                 各部件状态 / what runs, where, since when
  reset [--yes]          清除全部数据 / throw all data away, after asking
  logs <part> [-f]       查看日志 / a part's log
  running                有部件在运行则退出码为 0 / exit code 0 if any part runs
  generate               生成数据库客户端 / make the database clients
  prisma <service> …     对某服务运行 Prisma 命令 / run a Prisma command for a service,
                         e.g. prisma registry migrate dev --create-only --name first
`;

const [command = 'help', ...rest] = process.argv.slice(2);

async function main(): Promise<number> {
  if (command === 'up') {
    const { values } = parseArgs({ args: rest, options: { services: { type: 'boolean', default: false } } });
    await up();
    await (values.services ? startServices() : repairServices());
    say('就绪 / ready');
    return 0;
  }
  if (command === 'down') return down().then(() => 0);
  if (command === 'status') {
    const { text, well } = await statusTable(everything());
    process.stdout.write(`${text}\n`);
    return well ? 0 : 1;
  }
  if (command === 'reset') return (await reset(rest.includes('--yes'))) ? 0 : 1;
  if (command === 'logs') return showLog(rest[0], rest.includes('-f'));
  if (command === 'running') return startedNames().some(isRunning) ? 0 : 1;
  if (command === 'generate') return generateAll().then(() => 0);
  if (command === 'prisma') return runPrisma(rest);
  process.stdout.write(HELP);
  return command === 'help' ? 0 : 2;
}

async function runPrisma([service, ...args]: string[]): Promise<number> {
  const owner = owners().find(({ role }) => role === service);
  if (owner === undefined)
    throw new Error(`services/*/prisma/schema.prisma:没有 ${service} / no such service with tables`);
  const { stdout, stderr } = await prisma(owner.folder, adminUrl(ports(), owner.role), args);
  process.stdout.write(stdout.replaceAll(`${ROOT}/`, ''));
  process.stderr.write(stderr);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  // The person at the terminal needs what went wrong; the stack is for us and asked for.
  const { message, stack } = error as Error;
  process.stderr.write(`${process.env.GUIDANG_STACK === undefined ? message : stack}\n`);
  process.exitCode = 1;
}
