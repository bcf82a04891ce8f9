import { parseArgs } from 'node:util';
import { auditCommand } from './command/audit.ts';
import { dumpCommand } from './command/dump.ts';
import { HELP } from './command/help.ts';
import { proveCommand, verifyCommand } from './command/prove.ts';
import { Refusal, refuse } from './command/refusal.ts';
import { replayCommand } from './command/replay.ts';
import { CannotAudit } from './source/open-dump.ts';

const OPTIONS = {
  anchors: { type: 'string' },
  brokers: { type: 'string' },
  case: { type: 'string' },
  cluster: { type: 'string' },
  content: { type: 'string' },
  day: { type: 'string' },
  department: { type: 'string' },
  dump: { type: 'string' },
  feedback: { type: 'boolean' },
  from: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  html: { type: 'string' },
  json: { type: 'string' },
  keep: { type: 'string' },
  lang: { type: 'string' },
  log: { type: 'string' },
  out: { type: 'string' },
  publisher: { type: 'string' },
  segments: { type: 'string' },
  since: { type: 'string' },
  threads: { type: 'string' },
  until: { type: 'string' },
} as const;

async function run(given: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
  const [command, subject, ...more] = positionals;
  if (values.help || command === undefined) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (more.length > 0) refuse(`多余的参数: ${more.join(' ')}`, `too much: ${more.join(' ')}`);
  switch (command) {
    case 'dump':
      return dumpCommand(values);
    case 'audit':
      return auditCommand({ ...values, dir: subject });
    case 'prove':
      return proveCommand({ ...values, case: subject ?? values.case });
    case 'verify':
      return verifyCommand({ ...values, file: subject });
    case 'replay':
      return replayCommand({ ...values, step: subject });
    default:
      return refuse(`没有命令 ${command}，见 --help`, `no command ${command}, see --help`);
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof Refusal || error instanceof CannotAudit;
  const usage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const words = known || usage ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`未能执行 / could not run: ${words}\n`);
  process.exitCode = 2;
}
