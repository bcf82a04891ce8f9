import { referees } from './referees/main.ts';

try {
  process.exitCode = await referees(process.argv.slice(2));
} catch (error) {
  // 1 says that something was refused; that nothing could be judged is another thing.
  process.stderr.write(`无法核验 / could not be judged: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
