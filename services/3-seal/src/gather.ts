import type { ObjectRef, RawRecord, SealedChain, SealFacts, Suite } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import type { StampGroup } from '@guidang/host';
import type { Typefaces } from '@guidang/paper';
import type { Gathering } from '@guidang/stream';
import type { Stored, Vault } from '@guidang/vault';
import type { LimitFunction } from 'p-limit';
import { chainLines, withLine } from './chain/lines.ts';
import { ChainBroken, verifyChain } from './chain/verify.ts';
import type { SealState } from './decide.ts';
import { manifestDigest } from './evidence-record.ts';
import type { CheckedInput, SealInput } from './input.ts';
import { manifestOf } from './manifest/manifest.ts';
import { processRecord } from './record/process-record.ts';
import { drawnReport } from './report/report.ts';
import type { ManifestSignature, OpenHand, SealHand } from './signing/hand.ts';
import { type CaseStamp, caseStamp } from './stamped.ts';
import { suitesOf, type Wanted } from './suite.ts';

export interface SealPorts {
  readonly vault: Vault;
  /** 预归档库: the chain so far comes from it; chain, process record and manifest go into it. */
  readonly prearchive: string;
  readonly faces: Typefaces;
  readonly hand: OpenHand;
  /** Has something stamped in a suite. @throws where nobody stamps in it */
  readonly stamp: (suite: Suite) => StampGroup;
  /** What cases are sealed with whose scheme asks for nothing. */
  readonly otherwise: Wanted;
  /** Cases are read and written down a few at a time: each holds its chain and its document. Waiting for a timestamp is not counted. */
  readonly gate: LimitFunction;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The chain of the largest case that is taken: 2,000 files, with every link of capture and check. */
const CHAIN_BYTES = 256 * 1024 * 1024;

type WrittenFacts = Omit<SealFacts, 'signature' | 'timestamp' | 'evidenceRecord' | 'national'>;

/** What was written down for a case, and until when its signatures hold. */
interface Written {
  readonly facts: WrittenFacts;
  readonly signatures: readonly ManifestSignature[];
  readonly until: number;
}

/**
 * Writes down what fixes a case and has it signed and timestamped. Twice is harmless: the same case gives the same chain object and the same document before it is
 * signed; signatures, and with them the manifest, are of their moment. While the authority does not stamp, what was written is kept as long as the record waits, so
 * that asking again writes nothing again. @throws what may pass; ChainBroken, which somebody has to look at
 */
export function gatherer(ports: SealPorts): (gathering: Gathering<SealState, SealInput>) => Promise<SealFacts> {
  const kept = new WeakMap<RawRecord, Written>();
  return async ({ input, scheme, record, signal }) => {
    if (input.type !== 'CaseChecked' || !scheme) throw new Error('there is nothing to seal in this link');
    const suites = suitesOf(scheme.scheme.suite ?? ports.otherwise);
    const before = kept.get(record);
    const written =
      before && ports.now() < before.until
        ? before
        : await ports.gate(async () => {
            signal.throwIfAborted();
            return writeDown(ports, input, scheme.digest, record.value!, suites);
          });
    kept.set(record, written);
    const { manifest } = written.facts;
    const stamps = await Promise.all(
      suites.map(async (suite) => {
        const stamp = await ports.stamp(suite)([manifestDigest(suite, manifest)], signal);
        return caseStamp(suite, manifest, stamp, ports.now());
      }),
    );
    return { ...written.facts, ...sealsOf(suites, written.signatures, stamps) };
  };
}

function sealsOf(
  suites: readonly Suite[],
  signatures: readonly ManifestSignature[],
  stamps: readonly CaseStamp[],
): Pick<SealFacts, 'signature' | 'timestamp' | 'evidenceRecord' | 'national'> {
  const seals = suites.map((_, i) => ({ ...signatures[i]!, ...stamps[i]! }));
  const international = seals.find((one) => one.suite === 'international');
  const national = seals.find((one) => one.suite === 'national');
  return {
    signature: international?.signature ?? null,
    timestamp: international?.timestamp ?? null,
    evidenceRecord: international?.evidenceRecord ?? null,
    national: national
      ? {
          signature: national.signature,
          certificates: national.certificates,
          timestamp: national.timestamp,
          evidenceRecord: national.evidenceRecord,
        }
      : null,
  };
}

async function writeDown(
  { vault, prearchive, faces, hand }: SealPorts,
  input: CheckedInput,
  scheme: SealedChain['content'],
  last: Uint8Array,
  suites: readonly Suite[],
): Promise<Written> {
  const { chain: before } = input.link.body;
  const bytes = await vault.read(prearchive, before.content, CHAIN_BYTES);
  const lines = chainLines(bytes);
  if (lines.length !== before.links || bytes.length !== before.size)
    throw new ChainBroken(lines.length, `${before.links} links in ${before.size} bytes were announced`);
  const { links, findings } = verifyChain([...lines, last]);
  const sealer: SealHand = await hand(suites);

  const chain = { ...refOf(await vault.put(prearchive, withLine(bytes, last))), links: links.length };
  const drawn = processRecord({ link: input.link, chain }, faces);
  const document = refOf(await vault.put(prearchive, await sealer.document(drawn)));
  const made = drawnReport(input, lines, faces);
  const report = {
    document: refOf(await vault.put(prearchive, made.document)),
    data: refOf(await vault.put(prearchive, made.data)),
  };
  const validation = refOf(await vault.put(prearchive, sealer.validation));
  const manifest = manifestOf(input, { scheme, chain, document, report, links, findings, validation });
  const signatures: ManifestSignature[] = [];
  for (const suite of suites) signatures.push(await sealer.manifest(suite, manifest));
  const stored = refOf(await vault.put(prearchive, manifest));
  const first = { content: contentNameOf(drawn), size: drawn.length };
  return {
    facts: { chain, links, findings, drawn: first, document, report, validation, manifest: stored },
    signatures,
    until: sealer.until,
  };
}

const refOf = ({ name: content, sm3, size }: Stored): ObjectRef => ({ content, sm3, size });
