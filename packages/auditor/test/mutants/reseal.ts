import type { AnyLink, CaseChecked, CaseSealed } from '@guidang/contracts';
import { base64, fromBase64, recordOfPath, sha256, signDetached } from '@guidang/evidence';
import { manifestOf } from '@guidang/seal/decide';
import type { PlacedLink } from '../../src/tamper/editable-log.ts';
import { type Signers, stampTogether } from '../history/trust.ts';

/** A seal over a finding less, made with the real key and a new token of the real authority: everything holds but the time, and the log. */
export function resealed({ link, record }: PlacedLink, answered: PlacedLink, signers: Signers): AnyLink {
  const sealed = structuredClone(link) as unknown as CaseSealed;
  const facts = sealed.facts as { -readonly [name in keyof CaseSealed['facts']]: CaseSealed['facts'][name] };
  facts.findings = facts.findings.slice(0, -1);
  const manifest = manifestOf(
    { link: answered.link as unknown as CaseChecked },
    { ...facts, scheme: sealed.decider.scheme! },
  );
  const digest = sha256(manifest);
  facts.manifest = { ...facts.manifest, content: `sha256:${digest.toString('hex')}`, size: manifest.length };
  facts.signature = signDetached(manifest, signers.seal, Math.floor(record.timestamp / 1000));
  const { token, root, by, pathOf } = stampTogether([digest], signers, record.timestamp);
  const path = pathOf(digest).map((group) => [...group]);
  facts.timestamp = { token, root, path, by };
  facts.evidenceRecord = base64(recordOfPath('sha256', digest, path, fromBase64(token)!)!);
  return sealed as unknown as AnyLink;
}
