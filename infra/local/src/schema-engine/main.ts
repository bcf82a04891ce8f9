#!/usr/bin/env node
/**
 * Prisma's command line wants a native schema engine that it would download. This program stands in its place: it speaks
 * the same JSON-RPC, one message a line on stdin and stdout, and answers from the WebAssembly build of the very same engine,
 * which comes from npm, over node-postgres.
 */
import { createInterface } from 'node:readline';
import { argumentsOf } from './arguments.ts';
import { control } from './control.ts';
import { SchemaEngine } from './engine.ts';
import { log } from './log.ts';
import { answer } from './rpc.ts';

const given = argumentsOf(process.argv.slice(2));
if (given.version) {
  process.stdout.write('schema-engine-cli 7.10.0\n');
} else if (given.control !== undefined) {
  try {
    await control(given.control, given.url);
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    const known: Record<string, string> = { '3D000': 'P1003', '42P04': 'P1009', '28P01': 'P1000' };
    log('ERROR', message, { is_panic: false, error_code: known[code ?? ''] ?? 'P1001', meta: {} });
    process.exitCode = 1;
  }
} else {
  const engine = new SchemaEngine(given.url, given.datamodels);
  try {
    // One request after another: the engine has one connection and one state.
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== '')
        await answer(line, engine, (message) => process.stdout.write(`${JSON.stringify(message)}\n`));
    }
  } finally {
    await engine.sweep();
  }
  process.exit(0); // the engine's pool keeps idle connections, which would keep us
}
