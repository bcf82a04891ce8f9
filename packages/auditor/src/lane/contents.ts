import type {
  AnyLink,
  CapturedFile,
  CaseStored,
  Copy,
  CopyMade,
  EvidenceRenewed,
  PackageInspected,
  PackageReceived,
} from '@guidang/contracts';
import { announcedIn } from '@guidang/store/decide';
import type { OpenedLink } from '@guidang/stream';
import { spotOf } from '../findings/finding.ts';
import type { CaseRoom } from './room.ts';
import type { CopyTask, LaneSink, RecordTask } from './sink.ts';
import { ENDED } from './stage.ts';
import { holdingIn } from './stored-evidence.ts';

/**
 * Which objects must be where, as the links say: the files of a case in the pre-archive store until the case is stored (or withdrawn), its package in every
 * place from then on, what was found of it year by year, renewed evidence records beside it, packages from elsewhere with their reports, copies for use where they were made.
 */
export function contentsOf(
  room: CaseRoom,
  { record, link }: Pick<OpenedLink, 'record' | 'link'>,
  sink: LaneSink,
): void {
  const task = { at: spotOf(record), case: link.case, time: record.timestamp };
  if (link.step === 'capture')
    for (const { content, size } of capturedIn(link))
      room.objects.push({ content, size, offset: record.offset, time: record.timestamp });
  if (link.type === 'CaseStored') {
    const { body } = link as unknown as CaseStored;
    room.announced = announcedIn(body.index);
    sink.content({
      kind: 'package',
      ...task,
      content: body.package.content,
      size: body.package.size,
      retainUntil: body.retainUntil,
      copies: body.copies.map(copyTask),
    });
  }
  if (link.type === 'PackageReceived') {
    const { body } = link as unknown as PackageReceived;
    const { handed, copies, reports, retainUntil } = body;
    const { content, size } = handed.package;
    const of = { content, size, copies: copies.map(copyTask) };
    sink.content({ kind: 'package', ...task, ...of, retainUntil, foreign: true });
    const report = { content: handed.report.content, size: handed.report.size, copies: reports.map(copyTask) };
    sink.content({ kind: 'record', ...task, ...report, manifest: null });
  }
  if (link.type === 'EvidenceRenewed') {
    const renewed = link as unknown as EvidenceRenewed;
    const { record: object, copies } = renewed.body;
    const { content, size } = object;
    sink.content({
      kind: 'record',
      ...task,
      content,
      size,
      copies: copies.map(copyTask),
      manifest: claimed(room, renewed),
    });
  }
  if (link.type === 'PackageInspected') {
    const { time: decided, decider, body } = link as unknown as PackageInspected;
    const holding = holdingIn(room);
    if (holding) {
      const announced = holding.elsewhere ? null : room.announced;
      const { rules } = decider;
      sink.content({ kind: 'inspection', ...task, decided, rules, holding, announced, inspection: body.inspection });
    }
  }
  if (link.type === 'CopyMade') {
    const { copy } = (link as unknown as CopyMade).body;
    sink.content({ kind: 'object', ...task, bucket: 'use', content: copy.content, size: copy.size });
  }
  if (ENDED.has(room.stage)) room.objects = [];
}

const copyTask = ({ place, bucket, key, versionId, lock }: Copy): CopyTask => ({
  ...{ place, bucket, key, versionId },
  until: lock.until,
});

/** What a renewal says of the manifest, where that can be held against nothing but the package. */
function claimed(room: CaseRoom, { facts, body }: EvidenceRenewed): RecordTask['manifest'] {
  const { digest: algorithm } = body.evidence;
  const holding = holdingIn(room);
  if (!holding || (algorithm !== 'sha384' && algorithm !== 'sha512')) return null;
  const { package: built, copies, elsewhere } = holding;
  const referenceCode = elsewhere ? null : holding.referenceCode;
  return { algorithm, digest: facts.manifest, referenceCode, package: built, copies };
}

/** What is left to look at once everything was read: the files of cases that are still under way. */
export function openContents(room: CaseRoom, partition: number, sink: LaneSink): void {
  for (const { content, size, offset, time } of room.objects)
    sink.content({
      kind: 'object',
      at: { topic: 'archive.capture', partition, offset },
      case: room.name,
      time,
      bucket: 'prearchive',
      content,
      size,
    });
}

function capturedIn({ facts }: AnyLink): Pick<CapturedFile, 'content' | 'size'>[] {
  const { files = [], countersignature } = facts as { files?: object[]; countersignature?: object | null };
  return [...files, ...(countersignature ? [countersignature] : [])].filter(
    (file): file is CapturedFile => 'content' in file && 'size' in file,
  );
}
