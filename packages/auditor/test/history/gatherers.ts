import { createHash } from 'node:crypto';
import {
  archivalYear,
  type CaptureLink,
  type CaseEvent,
  type CasePackaged,
  type CaseSealed,
  type CaseStored,
  type CheckLink,
  endOfYear,
  type PackageHandedIn,
  type PackageInspection,
  type PublishedFile,
  type PublishedScheme,
  type RawRecord,
  type RenewalDue,
  referenceSeries,
  retainUntil,
  type SealedLink,
  type SealTimestamp,
  type StepName,
  type UseRequested,
} from '@guidang/contracts';
import {
  base64,
  contentNameOf,
  fromBase64,
  recordOfPath,
  sha256,
  sha256Hex,
  signDetached,
  sm3Hex,
} from '@guidang/evidence';
import { CHECKS } from '@guidang/packaging';
import { manifestOf } from '@guidang/seal/decide';
import { foreignBytes, takenIn } from './handed-in.ts';
import { holdingOf, refusedRenewal, renewed } from './renewals.ts';
import type { Signers } from './trust.ts';

/** What gathering is told; the parsed input is what the rule made of the record. */
export interface Asked {
  readonly input: unknown;
  readonly record: RawRecord;
  readonly scheme: PublishedScheme | undefined;
  readonly state: unknown;
  /** The step's own links of the case, as they lie. */
  readonly own: readonly Uint8Array[];
  /** Links of capture of the case. */
  readonly captured: readonly Uint8Array[];
  readonly checked: readonly Uint8Array[];
  readonly sealed: readonly Uint8Array[];
  readonly now: number;
  /** Has a digest timestamped together with others; the answer comes once the batch is complete. */
  readonly stamp: (digest: Uint8Array, stamped: (timestamp: SealTimestamp) => void) => void;
}

/** Facts that real gathering might have found: of files that are nowhere, but with digests, sizes and answers that fit. */
export type Gatherer = (asked: Asked) => unknown;

const hexOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const objectOf = (bytes: Uint8Array) => ({
  content: contentNameOf(bytes),
  sm3: sm3Hex(bytes),
  size: bytes.length,
});
const chainOf = (links: readonly Uint8Array[]): Buffer => Buffer.concat(links.flatMap((link) => [link, Buffer.of(10)]));
const captured = (file: PublishedFile) => ({
  name: file.name,
  content: file.content!,
  sm3: hexOf(`sm3 ${file.content}`),
  size: file.size!,
  puid: file.name.endsWith('.json') ? 'fmt/817' : 'fmt/477',
  format: file.name.endsWith('.json') ? 'json' : 'pdf',
  pages: file.pages ?? null,
});
const SCANNER = { engine: 'ClamAV 1.4.3/27500', signaturesAt: '2026-02-28T00:00:00.000Z' };

export function gatherers(signers: Signers): Record<StepName, Gatherer> {
  const numbers = new Map<string, number>();
  const manifests = new Map<string, Uint8Array>();
  return {
    capture: ({ input, captured: own }) => {
      const event = input as CaseEvent;
      switch (event.type) {
        case 'case.accepted':
          return { files: [captured(event.data.applicant.form)], countersignature: null };
        case 'case.form.replaced':
          return { files: [captured(event.data.form)], countersignature: null };
        case 'case.material.added':
        case 'case.material.replaced':
          return { files: event.data.files.map(captured), countersignature: null };
        case 'case.result.issued':
          return { files: event.data.document.files.map(captured), countersignature: null };
        case 'case.closed': {
          const bytes = chainOf(own);
          return { chain: { content: `sha256:${sha256Hex(bytes)}`, size: bytes.length, links: own.length } };
        }
        default:
          return {};
      }
    },
    check: ({ input, record, captured: before, own }) => {
      const link = input as CaptureLink;
      if (link.type === 'CaseCaptured') {
        const links = [...before.slice(0, link.seq), record.value!, ...own];
        const bytes = chainOf(links);
        return {
          chain: { content: `sha256:${sha256Hex(bytes)}`, size: bytes.length, links: links.length },
          captured: { links: link.seq, fault: null, line: null },
          scanner: SCANNER,
        };
      }
      const files =
        link.type === 'CaseOpened'
          ? [link.body.form!]
          : (link as Extract<CaptureLink, { type: 'MaterialCaptured' }>).body.material.files;
      return {
        files: files.map(({ content, sm3, size, puid, format, pages }) => ({
          content,
          bytes: { sha256: content.slice(7), sm3, size },
          inspection: {
            inspector: 'formats@1',
            puid,
            format,
            extensionAgrees: true,
            readable: 'yes',
            problems: [],
            pages,
            encrypted: false,
            quality: null,
          },
          scan: { verdict: 'clean', signature: null, ...SCANNER },
        })),
        form:
          link.type === 'CaseOpened'
            ? { valid: true, commitmentMatches: true, age: 'none', asked: [], problems: [] }
            : null,
      };
    },
    seal: ({ input, record, scheme, captured: before, checked, now, stamp }) => {
      const { link } = input as { link: Extract<CheckLink, { type: 'CaseChecked' }> };
      const upTo = checked.findIndex((bytes) => sha256Hex(bytes) === sha256Hex(record.value!));
      const lines = [...before.slice(0, link.body.chain.links - link.seq), ...checked.slice(0, upTo), record.value!];
      const bytes = chainOf(lines);
      const opened = lines.map((line) => {
        const { step, seq, type, id, body } = JSON.parse(Buffer.from(line).toString('utf8'));
        return { named: { step, seq, type, id, sha256: sha256Hex(line) } as SealedLink, body };
      });
      const document = objectOf(Buffer.from(`document ${link.case}`));
      const parts = {
        chain: {
          content: `sha256:${sha256Hex(bytes)}` as const,
          size: bytes.length,
          links: lines.length,
          sm3: sm3Hex(bytes),
        },
        links: opened.map(({ named }) => named),
        findings: opened
          .filter(({ named }) => named.step === 'check')
          .slice(0, -1)
          .map(({ named, body }) => ({
            link: named.sha256,
            about: body.material ?? 'case',
            summary: [{ object: body.material ?? 'case', outcome: 'PASS' as const, items: ['GD-1-1'] }],
            detail: [],
          })),
        drawn: { content: contentNameOf(Buffer.from(`drawn ${link.case}`)), size: document.size - 1 },
        document: document as { content: `sha256:${string}`; sm3: string; size: number },
        validation: objectOf(Buffer.from('validation')),
      };
      const manifest = manifestOf({ link }, { ...parts, scheme: scheme!.digest });
      manifests.set(link.case, manifest);
      const facts = {
        ...parts,
        manifest: objectOf(manifest),
        signature: signDetached(manifest, signers.seal, Math.floor(now / 1000)),
        timestamp: null as SealTimestamp | null,
        evidenceRecord: null as string | null,
        national: null,
      };
      stamp(sha256(manifest), (timestamp) => {
        facts.timestamp = timestamp;
        const record = recordOfPath('sha256', sha256(manifest), timestamp.path, fromBase64(timestamp.token)!);
        facts.evidenceRecord = base64(record!);
      });
      return facts;
    },
    package: ({ input, scheme }) => {
      const { body } = input as CaseSealed;
      const { retention, referenceCode } = scheme!.scheme;
      const series = referenceSeries(referenceCode, archivalYear(body.closing.closedAt), retention);
      const number = (numbers.get(series) ?? 0) + 1;
      numbers.set(series, number);
      const built = objectOf(packageBytes(body.head.case));
      return {
        number,
        series,
        package: built,
        index: {
          head: body.head,
          closedAt: body.closing.closedAt,
          outcome: body.closing.outcome,
          files: [
            {
              path: 'data/result/result-1.pdf',
              material: 'result-1',
              item: 'C01',
              group: 'result',
              title: '办理结果',
              content: `sha256:${hexOf(`result ${body.head.case}`)}`,
              size: 4_000,
              puid: 'fmt/477',
            },
          ],
        },
        retention,
      };
    },
    store: ({ input, own, sealed, now }) => {
      const asked = input as CasePackaged | RenewalDue | PackageHandedIn | PackageInspection;
      if (asked.type === 'package.handed-in') return takenIn(asked);
      if (asked.type === 'package.inspected') return {};
      if (asked.type === 'renewal.due') {
        const holding = holdingOf(own)!;
        if (holding.elsewhere)
          return renewed(asked.data, own, null, foreignBytes(holding.package.content), signers, now);
        const { facts } = JSON.parse(Buffer.from(sealed[0]!).toString('utf8')) as CaseSealed;
        return (
          refusedRenewal(asked) ??
          renewed(asked.data, own, facts.evidenceRecord!, manifests.get(asked.case)!, signers, now)
        );
      }
      const { body } = asked;
      const until = retainUntil(body.index.closedAt, body.retention);
      const lockUntil = until ?? endOfYear(archivalYear(body.index.closedAt) + 30);
      const sha256 = body.package.content.slice(7);
      const copy = (place: string) => ({
        place,
        bucket: 'archive',
        key: `objects/sha256/${sha256}`,
        versionId: `v-${place}-${sha256.slice(0, 8)}`,
        size: body.package.size,
        sha256,
        lock: { mode: 'COMPLIANCE', until: lockUntil },
      });
      return {
        checks: ['PACKAGE_DIGEST', ...CHECKS, 'AS_ANNOUNCED'].map((check) => ({ check, ok: true, detail: '' })),
        copies: [copy('a'), copy('b')],
        lockUntil,
        received: {
          ...{ sha256, bytes: body.package.size, files: body.index.files.length },
          metadata: ['GD-1-2', 'GD-1-3', 'GD-1-4', 'GD-1-6', 'GD-2-3', 'GD-2-4'].map((item) => ({
            ...{ item, outcome: 'PASS', level: 'BLOCK', object: 'package', code: 'METADATA_FITS' },
            evidence: { values: 40 },
          })),
        },
      };
    },
    use: ({ input, state }) => {
      const asked = input as { type: string; request?: Pick<UseRequested, 'data' | 'case' | 'by'> };
      if (asked.type === 'CaseStored') return { words: 42, files: 1, cutter: 'jieba@1', unread: [] };
      const listed = [{ path: 'package/1', content: `sha256:${hexOf('a file')}`, size: 100, puid: 'fmt/477' }];
      if (asked.type === 'PackageReceived') return { words: 7, listed, cutter: 'jieba@1' };
      const { holding, received } = state as {
        holding: { index: CaseStored['body']['index'] } | null;
        received?: object;
      };
      if (received) {
        if (asked.request!.by.role !== 'archivist') return { reason: 'RIGHTS' };
        const copy = objectOf(copyBytes(asked.request!.case));
        return { copy, source: listed[0]!.content, pages: 1, how: 'kept' };
      }
      if (holding === null) return { reason: 'CASE_NOT_STORED' };
      const file = holding.index.files.find(({ path }) => path === asked.request!.data.path);
      if (!file) return { reason: 'NO_SUCH_FILE' };
      const bytes = copyBytes(asked.request!.case);
      return { copy: objectOf(bytes), source: file.content, pages: 1, how: 'kept' };
    },
  };
}

/** What stands for the package of a case, and for the copy of a file. */
export const packageBytes = (name: string): Buffer => Buffer.from(`package of ${name}\n`.repeat(20));
export const copyBytes = (name: string): Buffer => Buffer.from(`copy for ${name}\n`.repeat(10));
