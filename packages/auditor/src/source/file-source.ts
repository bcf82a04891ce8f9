import type { DumpManifest } from '../dump/manifest.ts';
import { SegmentSource } from '../segments/segment-source.ts';
import { DumpSource } from './dump-source.ts';
import type { Source } from './source.ts';

/** Files that are audited, in such a way that a thread can be told of them. */
export type FileSource =
  | { readonly is: 'dump'; readonly dir: string; readonly manifest: DumpManifest }
  /** Log directories of brokers. The files of the log lie elsewhere. */
  | { readonly is: 'segments'; readonly dirs: readonly string[] };

/** Opens them; one and the same source is not used by two threads. */
export const openFiles = (from: FileSource): Source =>
  from.is === 'dump' ? new DumpSource(from.dir, from.manifest) : new SegmentSource(from.dirs, null);
