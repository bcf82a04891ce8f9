import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  checkpointText,
  cosign,
  jwsSigner,
  NOTE_COSIGNATURE,
  noteKey,
  signDetached,
  signerOf,
  signNote,
  TileWriter,
  timestampRequest,
  tokenOfResponse,
} from '@guidang/evidence';
import { furnishTrustFolder, TSA_POLICY, WITNESSES } from '@guidang/lab/ca';
import { answer } from '@guidang/lab/tsa';
import { authorities } from '../../../packages/packaging/test/authorities.ts';
import { FOLDER, filesOf, packageOf, packed } from '../../../packages/packaging/test/made-package.ts';
import { sealedCase } from '../../../packages/packaging/test/sealed-case.ts';
import { openTypefaces } from '../../../packages/paper/src/index.ts';
import { processRecord } from '../../../services/3-seal/src/record/process-record.ts';
import { recordOf } from '../../../services/3-seal/test/record-process.ts';

/** Everything the judges are tried on, in a folder of its own, under a CA of its own. */
export class Exhibits {
  readonly folder = mkdtempSync(join(tmpdir(), 'guidang-exhibits-'));
  readonly trust = {
    caFile: this.at('ca.pem'),
    tsaCertFile: this.at('tsa.pem'),
    crlFile: this.at('ca.crl'),
    anchorsFile: this.at('anchors.json'),
  };

  #package: Promise<Buffer> | undefined;

  constructor() {
    furnishTrustFolder(this.folder, new Date());
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  file(name: string, bytes: Uint8Array | string): string {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), bytes);
    return this.at(name);
  }

  read(name: string): Buffer {
    return readFileSync(this.at(name));
  }

  /** 办理过程 of a sample case. */
  readonly document = (): Buffer => processRecord(recordOf(), openTypefaces());

  package(): Promise<Buffer> {
    this.#package ??= authorities().then((who) => packageOf(sealedCase(who)));
    return this.#package;
  }

  /** The same package with one byte of a file changed, and the CRC-32 right: what only a reader of the content finds. */
  async packageWith(path: string, change: (bytes: Buffer) => Buffer): Promise<Buffer> {
    const files = await filesOf(await this.package());
    return packed(files.set(path, change(files.get(path)!)));
  }

  readonly packageFolder = FOLDER;

  /** A detached JWS over the bytes. */
  signature(payload: Uint8Array): string {
    const key = createPrivateKey(readFileSync(this.at('seal.key')));
    const certificate = new X509Certificate(readFileSync(this.at('seal.pem')));
    return signDetached(payload, jwsSigner(key, [certificate]), Math.floor(Date.now() / 1000));
  }

  /** An RFC 3161 token over the SHA-256 of the bytes, and that digest in hexadecimal. */
  token(over: Uint8Array): { readonly token: Buffer; readonly digest: string } {
    const digest = createHash('sha256').update(over).digest();
    const certificate = new X509Certificate(readFileSync(this.at('tsa.pem')));
    const key = createPrivateKey(readFileSync(this.at('tsa.key')));
    const question = timestampRequest({ digest, nonce: 1n });
    const reply = answer(question, { certificate, key, policy: TSA_POLICY }, () => 1n, new Date());
    const token = tokenOfResponse(reply!);
    if (!token.ok) throw new Error(token.detail);
    return { token: token.value, digest: digest.toString('hex') };
  }

  /** A log of so many entries as its files lie, under the keys of the anchors. @returns its checkpoint, which the witnesses cosigned */
  log(folder: string, entries: number): string {
    const writer = new TileWriter();
    for (let n = 0; n < entries; n += 1) writer.append(createHash('sha256').update(`entry ${n}`).digest());
    for (const { path, bytes } of writer.take()) this.file(`${folder}/${path}`, bytes);
    const { log } = JSON.parse(readFileSync(this.trust.anchorsFile, 'utf8'));
    const key = createPrivateKey(readFileSync(this.at('notary.key')));
    const text = checkpointText(log.origin, { size: writer.size, root: writer.root() });
    const note = signNote(text, noteKey(log.origin, key), signerOf(key));
    const now = Math.floor(Date.now() / 1000);
    const cosignatures = WITNESSES.map(({ name, file }) => {
      const own = createPrivateKey(readFileSync(this.at(`${file}.key`)));
      return cosign(text, noteKey(name, own, NOTE_COSIGNATURE), now, signerOf(own));
    });
    const whole = note + cosignatures.join('');
    this.file(`${folder}/checkpoint`, whole);
    return whole;
  }

  clear(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** One byte changed: the one at this place, counted from the end where it is negative, becomes what `to` makes of it. */
export function changed(bytes: Uint8Array, at: number, to: (byte: number) => number = (byte) => byte ^ 1): Buffer {
  const copy = Buffer.from(bytes);
  const place = at < 0 ? copy.length + at : at;
  copy[place] = to(copy[place]!);
  return copy;
}

/** Where a text stands in bytes. @throws where it does not */
export function placeOf(bytes: Uint8Array, text: string): number {
  const at = Buffer.from(bytes).indexOf(text);
  if (at < 0) throw new Error(`not there: ${text}`);
  return at;
}
