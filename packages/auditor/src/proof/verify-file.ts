import type { CaseSealed } from '@guidang/contracts';
import { type Anchors, openAnchors } from '../anchors.ts';
import { CannotAudit } from '../source/open-dump.ts';
import type { Bytes } from './check/bytes.ts';
import { type CheckedProof, checkProof } from './check/check-proof.ts';
import { unzip } from './check/zip.ts';
import { checkNational } from './national.ts';

/**
 * Checks a proof as the page does, and what a browser has no algorithms for.
 * @throws CannotAudit where the anchors are no good
 */
export async function verifyFile(zip: Uint8Array, anchorsText: string): Promise<CheckedProof> {
  const anchors = openAnchors(anchorsText);
  if (!anchors.ok) throw new CannotAudit(`信任锚文件有误 / the anchors file is no good: ${anchors.detail}`);
  const checked = await checkProof(zip, anchorsText);
  const opened = checked.checks.find(({ check }) => check === 'MANIFEST')?.state === 'ok';
  const national = opened ? nationalOf(zip, anchors.value) : undefined;
  if (!national) return checked;
  const checks = checked.checks.map((one) => (one.check === 'NATIONAL' ? national : one));
  return { ...checked, checks, verdict: checks.some(({ state }) => state === 'bad') ? 'fails' : 'holds' };
}

function nationalOf(zip: Uint8Array, anchors: Anchors): CheckedProof['checks'][number] | undefined {
  const files = unzip(Uint8Array.from(zip) as Bytes);
  for (const [name, bytes] of files) {
    if (!name.startsWith('links/')) continue;
    const link = JSON.parse(Buffer.from(bytes).toString('utf8')) as { type: string; facts: CaseSealed['facts'] };
    if (link.type !== 'CaseSealed' || !link.facts.national) continue;
    return checkNational(link.facts.national, files.get('seal/manifest.json')!, anchors);
  }
  return undefined;
}
