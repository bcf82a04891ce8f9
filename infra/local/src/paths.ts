import { fileURLToPath } from 'node:url';

/** The repository's root, absolute, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** Everything that running leaves behind lies below here; the repository itself stays clean. */
export const LOCAL = `${ROOT}/.local`;
export const TOOLS = `${LOCAL}/tools`;

/** What the parts keep: data, logs, passwords. GUIDANG_RUN puts a second set elsewhere, as the tests of this package do. */
const elsewhere = process.env.GUIDANG_RUN;
export const RUN = elsewhere ?? `${LOCAL}/run`;
export const PARTS_FILE = `${elsewhere ?? LOCAL}/parts.json`;
export const TRUST = `${RUN}/trust`;

/** A part's own folder: its process record, its log, its data. */
export const roomOf = (part: string): string => `${RUN}/${part}`;

/**
 * Where a part's process puts what it needs for a moment: a large upload, a file that is being looked at. Named files stay behind when a process is
 * killed, and may be somebody's documents; so they lie here, and the next start, or the stop, throws them away.
 */
export const scratchOf = (part: string): string => `${roomOf(part)}/tmp`;
