import { referees } from './referees/main.ts';

process.exitCode = await referees(process.argv.slice(2));
