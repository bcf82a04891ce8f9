import type { SealManifest } from '@guidang/contracts';
import { chainToAnchor, judgeRevocation, parseCertificate, parseRevocationList, verifyPdf } from '@guidang/evidence';
import { PLACES } from '../guidang-1/names.ts';
import type { Contents } from './contents.ts';
import { certificateBlocks, revocationBlocks } from './pem.ts';
import type { Report } from './report.ts';
import type { Trust } from './seal.ts';
import type { BelievedSeal } from './seal-suite.ts';

/**
 * What whoever verifies the seal decades from now needs lies beside it: the certificates from every sealer up to an anchor, and lists that revoke none of them at the
 * time of the seal. @returns the lists, DER
 */
export function checkValidation(
  { files, held }: Contents,
  { validation }: SealManifest,
  seals: readonly BelievedSeal[],
  trust: Trust,
  report: Report,
): readonly Buffer[] {
  const fault = (detail: string): void => report.fault('SEAL_VALIDATION', detail);
  const found = files.get(PLACES.validation);
  if (found === undefined || `sha256:${found.sha256}` !== validation.content)
    fault('validation.pem 不是清单所列 / is not what the manifest names');
  const text = held.get(PLACES.validation)?.toString('latin1') ?? '';
  const certificates = certificateBlocks(text).map((pem) => parseCertificate(pem));
  const lists = revocationBlocks(text);
  report.looked('SEAL_VALIDATION', `${certificates.length} 个证书 / certificates, ${lists.length} 个吊销列表 / lists`);
  const pool = certificates.flatMap((one) => (one.ok ? [one.value] : []));
  if (pool.length < certificates.length) fault('含无法读取的证书 / a certificate cannot be read');
  for (const list of lists) {
    const parsed = parseRevocationList(list);
    if (!parsed.ok) {
      fault(`${parsed.code}: ${parsed.detail}`);
      return [];
    }
  }
  for (const { signer, token } of seals) {
    if (!pool.some(({ fingerprint256 }) => fingerprint256 === signer.fingerprint256))
      fault('缺签章证书 / the certificate of a sealer is missing');
    const chain = chainToAnchor(signer, pool, trust.signers, token.time);
    const verdict = chain.ok ? judgeRevocation({ chain: chain.value, lists, at: token.time }) : chain;
    if (!verdict.ok) fault(`${verdict.code}: ${verdict.detail}`);
  }
  return lists;
}

/** The process record bears a signature that holds as of the earliest seal, and shows what was signed. */
export function checkDocument(
  contents: Contents,
  seals: readonly BelievedSeal[],
  revocationLists: readonly Buffer[],
  trust: Trust,
  report: Report,
): void {
  const bytes = contents.held.get(PLACES.document);
  if (bytes === undefined) return;
  const at = Math.min(...seals.map(({ token }) => token.time));
  const verdict = verifyPdf(bytes, { anchors: trust.signers, at, revocationLists, timestamps: trust.tsa });
  if (!verdict.ok) {
    report.fault('DOCUMENT_SIGNATURE', `${verdict.code}: ${verdict.detail}`);
    return;
  }
  const [first] = verdict.value;
  report.looked(
    'DOCUMENT_SIGNATURE',
    `PAdES ${first?.level ?? ''} ${first?.signer?.signer.fingerprint256 ?? ''}`.trim(),
  );
}
