import type { KeyObject } from 'node:crypto';
import { Chance } from './chance.ts';
import { CHECKPOINT_TAMPERINGS } from './checkpoints.ts';
import { EditableDump } from './editable-dump.ts';
import { INPUT_TAMPERINGS } from './inputs.ts';
import { LINK_TAMPERINGS } from './links.ts';
import type { Tampering, Touched } from './tampering.ts';

export { changeStoredByte, removeStored } from './objects.ts';
export type { Tampering, Touched };

/** Ways of changing a dump, by which an auditor is tried. */
export const TAMPERINGS: readonly Tampering[] = [...LINK_TAMPERINGS, ...CHECKPOINT_TAMPERINGS, ...INPUT_TAMPERINGS];

export interface TamperOptions {
  /** The same seed changes the same records of the same dump. */
  readonly seed: number;
  /** Covers up by writing dump.json again, as anybody would who is serious. */
  readonly insider: boolean;
  readonly logKey?: KeyObject;
}

/**
 * Changes a dump in its folder. @returns which records were touched; undefined where this dump has nothing it could be done to
 * @throws RangeError where there is no tampering of that name
 */
export async function tamper(dir: string, name: string, options: TamperOptions): Promise<Touched | undefined> {
  const tampering = TAMPERINGS.find((one) => one.name === name);
  if (!tampering) throw new RangeError(`no such tampering: ${name}`);
  const dump = new EditableDump(dir);
  const { seed, insider, logKey } = options;
  const done = tampering.apply(dump, { chance: new Chance(seed), insider, logKey });
  if (done) await dump.save(insider);
  return done;
}

/** Whether an audit's first fault names a record that was touched. */
export const isLocated = (
  { places }: Touched,
  fault:
    | { readonly topic: string | null; readonly partition: number | null; readonly offset: number | null }
    | undefined,
): boolean =>
  fault !== undefined &&
  places.some(
    ({ topic, partition, offset }) => fault.topic === topic && fault.partition === partition && fault.offset === offset,
  );
