import { join } from 'node:path';
import type { Installs } from './installs.ts';
import { absent, type Judge, sitting, type Word } from './judgement.ts';
import { LineProgram } from './line-program.ts';
import { pythonPackage } from './python-tools.ts';

const VERSION = '2.2.0';
const SIEGFRIED = `siegfried 1.11.9, PRONOM V125 (pygfried ${VERSION})`;

/** A file under the extension it was published with, and what we say it is; null where we know nothing. */
export interface FormatQuestion {
  readonly file: string;
  readonly puid: string | null;
}

/** What python/siegfried.py answers. */
type Answer = { readonly puids: readonly string[]; readonly basis: string } | { readonly error: string };

/** Identifiers of our own, where PRONOM has none: nobody else can judge them. */
const isLocal = (puid: string | null): puid is string => puid?.startsWith('x-') === true && !puid.startsWith('x-fmt/');

/** Whether siegfried, with PRONOM's signatures, finds in a file the format that we found. */
export async function openSiegfried(installs: Installs): Promise<Judge<FormatQuestion>> {
  const home = await pythonPackage(installs, 'pygfried', VERSION);
  if (typeof home === 'string') return absent(SIEGFRIED, home);
  const program = new LineProgram(home.python, [join(import.meta.dirname, 'python/siegfried.py')], home.env);
  const asked = async ({ file, puid }: FormatQuestion) => compared(puid, (await program.ask(file)) as Answer);
  const judge = sitting(SIEGFRIED, asked, () => program.end());
  const beyond = (puid: string) => `PRONOM 无此格式 / not in PRONOM: ${puid}`;
  return {
    ...judge,
    judge: async (question) =>
      isLocal(question.puid)
        ? { judge: SIEGFRIED, outcome: 'skipped', detail: beyond(question.puid) }
        : judge.judge(question),
  };
}

function compared(puid: string | null, answer: Answer): Word {
  if ('error' in answer) return { accepted: false, detail: answer.error };
  const theirs = answer.puids.join(', ') || '—';
  // Where nothing but its name speaks for a file, siegfried goes by the name. We then say that we do not know it.
  const byNameAlone = /^extension match [^;]*$/.test(answer.basis);
  const accepted = puid === null ? answer.puids.length === 0 || byNameAlone : answer.puids.includes(puid);
  return { accepted, detail: accepted ? theirs : `ours: ${puid ?? '—'}; PRONOM: ${theirs} (${answer.basis})` };
}
