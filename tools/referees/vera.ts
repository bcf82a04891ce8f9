import type { Installs } from './installs.ts';
import { javaJudge } from './java-tools.ts';
import { absent, type Judge, sitting, type Word } from './judgement.ts';

const VERA = 'veraPDF 1.30.2';

/** Judges whether a file is PDF/A-2b (ISO 19005-2), which is what all layout documents of ours claim to be. */
export async function openVera(installs: Installs): Promise<Judge<string>> {
  const program = await javaJudge(installs, 'verapdf', 'Vera');
  if (typeof program === 'string') return absent(VERA, program);
  const asked = async (file: string): Promise<Word> => (await program.ask('2b', file)) as Word;
  return sitting(VERA, asked, () => program.end());
}
