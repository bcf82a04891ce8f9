import {
  type ContentName,
  isLegalOrder,
  type LinkType,
  type ObjectRef,
  type PublishedScheme,
  type SealFacts,
  type SealTimestamp,
  STEP_OF,
  type Suite,
} from '@guidang/contracts';
import { contentNameOf, sm3Hex } from '@guidang/evidence';
import { leadsToRoot, recordOf } from './evidence-record.ts';
import type { CheckedInput } from './input.ts';
import { manifestOf } from './manifest/manifest.ts';
import { suiteOf } from './suite.ts';

/** Facts that are not about the link they shall answer, or do not belong together: nothing is decided from them. */
export class SealMismatch extends Error {
  readonly field: string;
  constructor(field: string, what: string) {
    super(`${field}: ${what} / 固化事实与所答链节不符`);
    this.name = 'SealMismatch';
    this.field = field;
  }
}

function must(holds: boolean, field: string, what: string): asserts holds {
  if (!holds) throw new SealMismatch(field, what);
}

/**
 * Holds what was gathered against the link that is answered, as far as that can be done with nothing but the two: the chain grew by this link, the
 * links form the chains of capture and check, the manifest is the one these facts make, its digest leads to the roots that were timestamped, the evidence records are
 * those that follow from that, and the seals are of the suite that the scheme asks for. Whether signatures and tokens themselves are good is asked of the bytes and
 * the anchors, by whoever has them. @throws SealMismatch
 */
export function factsHold(input: CheckedInput, { digest, scheme }: PublishedScheme, facts: SealFacts): void {
  const { chain, links, drawn, document, manifest } = facts;
  const before = input.link.body.chain;
  must(chain.links === before.links + 1, 'chain.links', 'the chain did not grow by one link');
  must(
    chain.size === before.size + input.size + 1,
    'chain.size',
    'the chain did not grow by the link that is answered',
  );
  must(links.length === chain.links, 'links', 'not as many links as lines of the chain');
  linksHold(input, facts);
  findingsHold(facts);
  must(document.size > drawn.size, 'drawn.size', 'the signed document is not longer than the one that was drawn');

  manifestHolds(input, digest, facts);
  const suite = suiteOf(facts);
  must(suite !== undefined, 'signature', 'a seal without signature, timestamp or evidence record is none');
  must(
    scheme.suite === undefined || scheme.suite === suite,
    'national',
    `the scheme asks for ${scheme.suite}, sealed was ${suite}`,
  );
  if (facts.timestamp) timeHolds('international', manifest, facts.timestamp, facts.evidenceRecord, '');
  const { national } = facts;
  if (national) timeHolds('national', manifest, national.timestamp, national.evidenceRecord, 'national.');
}

function manifestHolds(input: CheckedInput, scheme: ContentName, facts: SealFacts): void {
  const bytes = manifestOf(input, { scheme, ...facts });
  must(
    facts.manifest.content === contentNameOf(bytes),
    'manifest.content',
    'the manifest is not the one that these facts make',
  );
  must(facts.manifest.size === bytes.length, 'manifest.size', 'not the length of the manifest');
  must(facts.manifest.sm3 === sm3Hex(bytes), 'manifest.sm3', 'not the SM3 of the manifest');
}

function timeHolds(
  suite: Suite,
  manifest: ObjectRef,
  timestamp: SealTimestamp,
  record: string | null,
  below: string,
): void {
  must(
    leadsToRoot(suite, manifest, timestamp),
    `${below}timestamp.path`,
    'does not lead from the manifest to the root',
  );
  must(
    record === recordOf(suite, manifest, timestamp),
    `${below}evidenceRecord`,
    'is not the record that follows from timestamp and path',
  );
}

function linksHold({ link, sha256 }: CheckedInput, { links }: SealFacts): void {
  const last = new Map<string, SealFacts['links'][number]>();
  for (const [i, one] of links.entries()) {
    const before = last.get(one.step);
    const field = `links[${i}]`;
    must(one.step === 'capture' || one.step === 'check', field, 'neither of capture nor of check');
    must(STEP_OF[one.type as LinkType] === one.step, field, 'of a type that its step does not write');
    must(one.seq === (before ? before.seq + 1 : 0), field, 'a gap in the numbering of its step');
    must(
      isLegalOrder((before?.type ?? null) as LinkType | null, one.type as LinkType),
      field,
      'may not stand where it stands',
    );
    if (one.step === 'check' && i === links.length - 1)
      must(link.previous === (before?.sha256 ?? null), field, 'is not preceded by the link that it names');
    last.set(one.step, one);
  }
  const end = links.at(-1);
  must(
    end?.step === 'check' &&
      end.type === link.type &&
      end.seq === link.seq &&
      end.id === link.id &&
      end.sha256 === sha256,
    'links',
    'do not end in the link that is answered',
  );
  const closed = last.get('capture');
  must(
    closed?.type === 'CaseCaptured' && closed.sha256 === (link.body.closing ?? link.input.sha256),
    'links',
    'the last link of capture is not the closing that was checked',
  );
  const known = new Set(links.map((one) => one.sha256));
  must(
    link.body.checked.every((one) => known.has(one.link)),
    'links',
    'a link that the check rests on is missing',
  );
}

function findingsHold({ links, findings }: SealFacts): void {
  const checks = links.filter(({ step }) => step === 'check').slice(0, -1);
  must(
    checks.length === findings.length && checks.every(({ sha256 }, i) => findings[i]!.link === sha256),
    'findings',
    'are not those of the links of check, one after the other',
  );
}
