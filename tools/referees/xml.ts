import { join } from 'node:path';
import type { Installs } from './installs.ts';
import { absent, type Judge, sitting, type Word } from './judgement.ts';
import { LineProgram } from './line-program.ts';
import { pythonPackage } from './python-tools.ts';

const VERSION = '6.1.3';
const LIBXML2 = `libxml2 (lxml ${VERSION})`;

/** A member of a ZIP. */
export interface MemberQuestion {
  readonly zip: string;
  readonly member: string;
}

/** Whether XML is well-formed, by the parser that xmllint is made of; it comes as a Python package, xmllint only with the system. */
export async function openLibxml2(installs: Installs): Promise<Judge<MemberQuestion>> {
  const home = await pythonPackage(installs, 'lxml', VERSION);
  if (typeof home === 'string') return absent(LIBXML2, home);
  const program = new LineProgram(home.python, [join(import.meta.dirname, 'python/wellformed.py')], home.env);
  const asked = async ({ zip, member }: MemberQuestion): Promise<Word> => (await program.ask(zip, member)) as Word;
  return sitting(LIBXML2, asked, () => program.end());
}
