import { readFileSync } from 'node:fs';
import type { Parts } from '@guidang/infra-local';
import { openBagit, openUnzip } from './bag.ts';
import { type DssQuestion, openDss } from './dss.ts';
import { openErs, type RecordQuestion } from './ers.ts';
import type { Installs } from './installs.ts';
import { type JwsQuestion, openJose } from './jose.ts';
import type { Judge } from './judgement.ts';
import { openLogJudges } from './log.ts';
import { openOpenssl, type TokenQuestion } from './openssl.ts';
import { type PromQuestion, promtoolOf } from './promtool.ts';
import { type FormatQuestion, openSiegfried } from './siegfried.ts';
import { openSm2, type Sm2Judges } from './sm2.ts';
import { openVera } from './vera.ts';
import { type MemberQuestion, openLibxml2 } from './xml.ts';

/** All judges of a run. Each is one process for the whole of it, or one that ends with its answer. */
export interface Bench {
  readonly vera: Judge<string>;
  readonly dss: Judge<DssQuestion>;
  /** `ts -verify`, and whether it is in DER. */
  readonly openssl: readonly [verifies: Judge<TokenQuestion>, parses: Judge<TokenQuestion>];
  readonly ers: Judge<RecordQuestion>;
  readonly sm2: Sm2Judges;
  readonly jose: Judge<JwsQuestion>;
  readonly bagit: Judge<string>;
  readonly unzip: Judge<string>;
  readonly libxml2: Judge<MemberQuestion>;
  readonly log: Judge<string>;
  readonly note: Judge<string>;
  readonly siegfried: Judge<FormatQuestion>;
  readonly promtool: Judge<PromQuestion>;
}

/** Installs what is not there yet, and has every judge take their seat. They believe whom the anchors name, and nobody else. */
export async function openBench({ trust }: Pick<Parts, 'trust'>, installs: Installs): Promise<Bench> {
  const { log, witnesses, quorum } = JSON.parse(readFileSync(trust.anchorsFile, 'utf8'));
  const keys = { log: log.vkey, witnesses: witnesses.map(({ vkey }: { vkey: string }) => vkey), quorum };
  const [vera, dss, ers, openssl, sm2, bagit, unzip, libxml2, logJudges, siegfried] = await Promise.all([
    openVera(installs),
    openDss(installs, { ca: trust.caFile, crl: trust.crlFile }),
    openErs(installs),
    openOpenssl(trust.caFile),
    openSm2(),
    openBagit(installs),
    openUnzip(),
    openLibxml2(installs),
    openLogJudges(installs, keys),
    openSiegfried(installs),
  ]);
  return {
    vera,
    dss,
    ers,
    openssl,
    sm2,
    jose: openJose(),
    bagit,
    unzip,
    libxml2,
    ...logJudges,
    siegfried,
    promtool: promtoolOf(installs),
  };
}

export function dismiss(bench: Bench): void {
  for (const judge of [...Object.values({ ...bench, sm2: [] }).flat(), ...Object.values(bench.sm2)]) judge.dismiss();
}
