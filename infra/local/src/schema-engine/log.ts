/** Prisma reads the engine's stderr as JSON lines in this shape. */
export function log(level: 'INFO' | 'ERROR', message: string, more: Record<string, unknown> = {}): void {
  const fields = { message, ...more };
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
