import type { ContentName, ObjectRef, SealFacts, SealManifest } from '@guidang/contracts';
import type { CheckedInput } from '../input.ts';
import { objectsOf } from './objects.ts';

/** All that the manifest is made of, beside the link that is answered. */
export interface ManifestParts
  extends Pick<SealFacts, 'chain' | 'document' | 'report' | 'links' | 'findings' | 'validation'> {
  /** Digest of the scheme version the case was handled under. */
  readonly scheme: ContentName;
}

/**
 * 清单: the bytes that are signed and timestamped for a case. JSON in UTF-8 without white space, keys in the order of the contract: the same link and
 * parts give the same bytes everywhere. docs/formats/manifest.md describes them for a stranger.
 */
export function manifestOf({ link }: Pick<CheckedInput, 'link'>, parts: ManifestParts): Buffer {
  const { round, dossier, counts, findings } = link.body;
  const { content, size, links, sm3 } = parts.chain;
  const manifest: SealManifest = {
    type: 'seal-manifest',
    version: 1,
    case: link.case,
    round,
    scheme: parts.scheme,
    dossier,
    objects: objectsOf(dossier, parts.document, parts.report),
    document: parts.document.content,
    findings: { counts, case: findings, checks: parts.findings },
    links: parts.links,
    chain: { content, size, links, sm3 },
    validation: refOf(parts.validation),
  };
  return Buffer.from(JSON.stringify(manifest));
}

/** The keys in the order of the contract, whoever made the reference. */
const refOf = ({ content, sm3, size }: ObjectRef): ObjectRef => ({ content, sm3, size });
