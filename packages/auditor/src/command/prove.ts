import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openReader } from '@guidang/stream';
import { PROOF_CHECKS } from '../proof/check/check-proof.ts';
import { makeProof } from '../proof/make-proof.ts';
import { verifyFile } from '../proof/verify-file.ts';
import { SegmentSource } from '../segments/segment-source.ts';
import { DumpSource } from '../source/dump-source.ts';
import { liveSource } from '../source/live-source.ts';
import { openDump } from '../source/open-dump.ts';
import type { Source } from '../source/source.ts';
import { anchorsOf } from './audit.ts';
import { brokersOf, openLogFiles } from './dump.ts';
import { refuse } from './refusal.ts';

export interface ProveArguments {
  readonly case?: string | undefined;
  readonly out?: string | undefined;
  readonly dump?: string | undefined;
  readonly brokers?: string | undefined;
  readonly segments?: string | undefined;
  readonly log?: string | undefined;
}

export async function proveCommand(given: ProveArguments): Promise<number> {
  const name = given.case ?? refuse('请给出办件编号', 'say which case');
  const out = given.out ?? `${name}.proof.zip`;
  const { zip, links, waiting } = await withSource(given, (source) => makeProof(source, name));
  writeFileSync(out, zip);
  process.stdout.write(`${out}: ${links} 条链节 / links\n`);
  if (waiting > 0)
    process.stdout.write(
      `尚有 ${waiting} 条链节未经见证，未列入 / ${waiting} links are not witnessed yet and were left out\n`,
    );
  return 0;
}

async function withSource<T>(
  { dump, segments, brokers, log }: ProveArguments,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  if (dump !== undefined) {
    const { manifest } = openDump(dump);
    return work(new DumpSource(dump, manifest ?? refuse('dump.json 无法读取', 'dump.json cannot be read')));
  }
  const files = openLogFiles(log);
  const reader =
    segments === undefined ? await openReader({ brokers: brokersOf(brokers), clientId: 'guidang-prove' }) : undefined;
  try {
    const read = files?.read ?? null;
    return await work(
      reader ? await liveSource(reader, read) : new SegmentSource(segments!.split(',').filter(Boolean), read),
    );
  } finally {
    files?.close();
    await reader?.close();
  }
}

export interface VerifyArguments {
  readonly file?: string | undefined;
  readonly anchors?: string | undefined;
  readonly json?: string | undefined;
  readonly lang?: string | undefined;
}

const MARKS = { ok: '✓', bad: '✗', 'not-run': '–' } as const;

/** 0: it holds; 1: it does not. */
export async function verifyCommand({ file, anchors, json, lang = 'zh' }: VerifyArguments): Promise<number> {
  if (lang !== 'zh' && lang !== 'en') return refuse('--lang 须为 zh 或 en', '--lang is zh or en');
  const path = file ?? refuse('请给出证明文件', 'say which proof');
  if (!existsSync(path)) refuse(`文件不存在: ${path}`, `no such file: ${path}`);
  const checked = await verifyFile(readFileSync(path), anchorsOf(anchors));
  if (json === '-') process.stdout.write(`${JSON.stringify(checked, undefined, 2)}\n`);
  else {
    const verdict =
      checked.verdict === 'holds'
        ? { zh: '证明成立', en: 'The proof holds' }
        : { zh: '证明不成立', en: 'The proof does not hold' };
    process.stdout.write(`${verdict[lang]}: ${checked.case}\n`);
    for (const { check, state, detail } of checked.checks)
      process.stdout.write(`  ${MARKS[state]} ${PROOF_CHECKS[check][lang]}  ${detail}\n`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(checked, undefined, 2)}\n`);
  }
  return checked.verdict === 'holds' ? 0 : 1;
}
