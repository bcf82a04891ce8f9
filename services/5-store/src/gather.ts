import { archivalYear, type CasePackaged, endOfYear, type ReceiptCheck } from '@guidang/contracts';
import { checkPackage, type Trust } from '@guidang/packaging';
import type { Gathering } from '@guidang/stream';
import { DigestMismatch, type Vault } from '@guidang/vault';
import type { LimitFunction } from 'p-limit';
import { type ArchivePlace, copyTo } from './copies.ts';
import type { StoreState } from './decide.ts';
import { type Received, receive } from './received.ts';
import { nothingReceived, receivedFacts } from './received-facts.ts';
import type { StoringFacts } from './rule/storing.ts';

export interface StorePorts {
  /** 预归档库: where the package comes from. */
  readonly prearchive: { readonly vault: Vault; readonly bucket: string };
  /** Where it goes: at least two. */
  readonly places: readonly ArchivePlace[];
  readonly trust: Trust;
  /** Years after the closing for which 永久 is locked at first; renewed long before they are over. */
  readonly foreverYears: number;
  /** Packages are taken in a few at a time: each may hold some 60 MiB. */
  readonly gate: LimitFunction;
  /** Folder on the local disk for large packages. */
  readonly spoolFolder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** No store takes a lock that ends in the past, nor would one that ends at once hold anything: a case whose retention is over already is locked for a year all the same. */
const LEAST_LOCK_MS = 365 * 86_400_000;

/**
 * Receives a package as a stranger would: fetches it, judges it, and puts it write-once into every place, reading each copy back. A package that does not hold is not
 * put anywhere. Twice is harmless. @throws what may pass: a place that does not answer is asked again until it does
 */
export const gatherer =
  (ports: StorePorts) =>
  ({ input, signal }: Gathering<StoreState, CasePackaged>): Promise<StoringFacts> =>
    ports.gate(async () => {
      signal.throwIfAborted();
      const { prearchive, spoolFolder } = ports;
      const received = await receive(prearchive.vault, prearchive.bucket, input.body.package, spoolFolder);
      if ('differs' in received)
        return refused(ports, `库中内容与名称不符 / found ${received.differs}`, received.differs);
      try {
        return await takeIn(ports, received, input, signal);
      } finally {
        await received.close();
      }
    });

async function takeIn(
  ports: StorePorts,
  received: Received,
  input: CasePackaged,
  signal: AbortSignal,
): Promise<StoringFacts> {
  const { places, trust, foreverYears, now } = ports;
  const { body } = input;
  const { referenceCode, retention, index, retainUntil } = body;
  const announced = { referenceCode, case: input.case, retention, sealed: input.input.sha256, index };
  const checks = [digestCheck(true, body.package.content), ...(await checkPackage(received.source, trust, announced))];
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.some(leadsToNoAnchor)) throw new AnchorUnknown();
  const found = await receivedFacts(input, received, momentOf(ports));
  if (failed.length > 0) return { checks, copies: [], lockUntil: null, received: found };
  signal.throwIfAborted();
  const asked = retainUntil ?? endOfYear(archivalYear(index.closedAt) + foreverYears);
  const least = new Date(Math.ceil((now() + LEAST_LOCK_MS) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const lockUntil = Date.parse(asked) < Date.parse(least) ? least : asked;
  const copying = places.map((place) => copyTo(place, received, body.package, new Date(lockUntil)));
  // The bytes are at hand until the last of them is through, whatever becomes of the others.
  const done = await Promise.allSettled(copying);
  const broken = done.find((one) => one.status === 'rejected');
  if (broken?.reason instanceof DigestMismatch) return refused(ports, broken.reason.message, '');
  if (broken) throw broken.reason;
  return { checks, copies: await Promise.all(copying), lockUntil, received: found };
}

/**
 * A seal or a timestamp that leads to no certificate we were given. It is we who may lack one: a refusal would be for ever, so an operator is called, and the package
 * waits until somebody has given us the certificate or looked into where it comes from.
 */
export class AnchorUnknown extends Error {
  constructor() {
    super(
      '签名或时间戳的证书不在可信之列 / seal or timestamp lead to no trusted certificate (TSA_CA_FILE, SEAL_CA_FILE)',
    );
    this.name = 'AnchorUnknown';
  }
}

const leadsToNoAnchor = ({ detail }: ReceiptCheck): boolean => detail.startsWith('CERTIFICATE_CHAIN: ');

const digestCheck = (ok: boolean, detail: string): ReceiptCheck => ({ check: 'PACKAGE_DIGEST', ok, detail });
const momentOf = ({ now }: Pick<StorePorts, 'now'>): string => new Date(now()).toISOString();
const refused = (ports: StorePorts, detail: string, found: string): StoringFacts => ({
  checks: [digestCheck(false, detail.slice(0, 300))],
  copies: [],
  lockUntil: null,
  received: nothingReceived(found, momentOf(ports)),
});
