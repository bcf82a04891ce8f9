import type { AnyLink, CapturedFile, CaseStored, CopyMade } from '@guidang/contracts';
import type { OpenedLink } from '@guidang/stream';
import { spotOf } from '../findings/finding.ts';
import type { CaseRoom } from './room.ts';
import type { LaneSink } from './sink.ts';
import { ENDED } from './stage.ts';

/**
 * Which objects must be where, as the links say: the files of a case in the pre-archive store until the case is stored (or withdrawn), its package in every
 * place from then on, copies for use where they were made.
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
    sink.content({
      kind: 'package',
      ...task,
      content: body.package.content,
      size: body.package.size,
      retainUntil: body.retainUntil,
      copies: body.copies.map(({ place, bucket, key, versionId, lock }) => ({
        place,
        bucket,
        key,
        versionId,
        until: lock.until,
      })),
    });
  }
  if (link.type === 'CopyMade') {
    const { copy } = (link as unknown as CopyMade).body;
    sink.content({ kind: 'object', ...task, bucket: 'use', content: copy.content, size: copy.size });
  }
  if (ENDED.has(room.stage)) room.objects = [];
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
