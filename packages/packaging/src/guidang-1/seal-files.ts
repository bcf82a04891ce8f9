import type { CaseSealed } from '@guidang/contracts';
import { fromBase64 } from '@guidang/evidence';
import { PLACES } from './names.ts';

/** The files below `校验/` that come from the sealing link alone: signature, token, and the way from the manifest to what was stamped. */
export function sealFiles({ facts }: Pick<CaseSealed, 'facts'>): Map<string, Buffer> {
  const { signature, timestamp, manifest } = facts;
  const token = fromBase64(timestamp.token);
  if (token === null) throw new RangeError('时间戳不是 base64 / the token of the seal is not base64');
  const path = {
    type: 'timestamp-path',
    version: 1,
    digest: manifest.content.slice('sha256:'.length),
    root: timestamp.root,
    path: timestamp.path,
  };
  return new Map([
    [PLACES.signature, Buffer.from(signature)],
    [PLACES.token, token],
    [PLACES.path, Buffer.from(`${JSON.stringify(path, null, 1)}\n`)],
  ]);
}
