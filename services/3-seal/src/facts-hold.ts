import { type ContentName, isLegalOrder, type LinkType, type SealFacts, STEP_OF } from '@guidang/contracts';
import { contentNameOf, digestOfName, fromHex, sm3Hex, verifyBatch } from '@guidang/evidence';
import type { CheckedInput } from './input.ts';
import { manifestOf } from './manifest/manifest.ts';

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
 * links form the chains of capture and check, the manifest is the one these facts make, and its digest leads to the root that was timestamped.
 * Whether signature and token themselves are good is asked of the bytes and the anchors, by whoever has them. @throws SealMismatch
 */
export function factsHold(input: CheckedInput, scheme: ContentName, facts: SealFacts): void {
  const { chain, links, manifest, timestamp } = facts;
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

  const bytes = manifestOf(input, { scheme, ...facts });
  const name = contentNameOf(bytes);
  must(manifest.content === name, 'manifest.content', 'the manifest is not the one that these facts make');
  must(manifest.size === bytes.length, 'manifest.size', 'not the length of the manifest');
  must(manifest.sm3 === sm3Hex(bytes), 'manifest.sm3', 'not the SM3 of the manifest');

  const root = fromHex(timestamp.root);
  must(
    root !== null && verifyBatch(digestOfName(name), timestamp.path, root),
    'timestamp.path',
    'does not lead from the manifest to the root',
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
