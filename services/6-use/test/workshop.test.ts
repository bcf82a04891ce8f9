import { afterEach, describe, expect, it } from 'vitest';
import { NoCopy } from '../src/copy/copy.ts';
import { openWorkshop, type Workshop } from '../src/copy/workshop.ts';
import { pagesOf } from './seeing.ts';
import { MARKS, pdf } from './specimens.ts';

const SPECIMEN = new URL('./specimen-process.ts', import.meta.url);
let workshop: Workshop;
afterEach(() => workshop.close());

const doing = (title: string) => workshop.make({ kind: 'pdf', marks: { ...MARKS, title } }, Buffer.alloc(0));
const ended = async (title: string): Promise<string> => {
  const error = await doing(title).catch((error: unknown) => error);
  return error instanceof NoCopy ? error.reason : `not a finding: ${error}`;
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const pidOf = async (): Promise<number> => Number(Buffer.from((await doing('work')).pdf).toString());

describe('a workshop', () => {
  it.each([
    ['takes for ever', 'hang', 'TIME'],
    ['takes all memory', 'eat', 'MEMORY'],
    ['kills its reader', 'crash', 'CRASHED'],
    ['makes its reader leave', 'leave', 'CRASHED'],
    ['breaks its reader', 'break', 'BROKEN'],
  ])('loses one process and nothing else to a file that %s', async (_, what, reason) => {
    // Only who hangs is to run out of time, on a busy machine too.
    const timeMs = what === 'hang' ? 2_000 : 15_000;
    workshop = openWorkshop({ workers: 1, limits: { timeMs, memoryBytes: 300 * 1024 ** 2 } }, SPECIMEN);
    const before = await pidOf();
    expect(await ended(what)).toBe(reason);
    const after = await pidOf();
    expect(after).not.toBe(before);
    await expect.poll(() => isAlive(before), { timeout: 10_000 }).toBe(false);
  });

  it('keeps its process where a file merely has no copy', async () => {
    workshop = openWorkshop({ workers: 1 }, SPECIMEN);
    const before = await pidOf();
    expect(await ended('refuse')).toBe('TOO_MANY_PAGES');
    expect(await pidOf()).toBe(before);
  });

  it('says that it cannot work now, and nothing against the file, where its process does not even start', async () => {
    workshop = openWorkshop({ workers: 1 }, new URL('./no-such-process.ts', import.meta.url));
    expect(await ended('work')).toMatch(/^not a finding: .*ended with 1 at once/);
  });

  it('lets a process go that has had nothing to do for a while', async () => {
    workshop = openWorkshop({ workers: 1, limits: { idleMs: 50 } }, SPECIMEN);
    const before = await pidOf();
    await expect.poll(() => isAlive(before), { timeout: 10_000 }).toBe(false);
    expect(await pidOf()).not.toBe(before);
  });

  it('takes as many jobs as there are and works on no more than it has processes for', async () => {
    workshop = openWorkshop({ workers: 2 }, SPECIMEN);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, pidOf))).size).toBe(2);
  });
});

describe('the copying process', () => {
  const job = { kind: 'pdf' as const, marks: MARKS };

  it('makes a copy', async () => {
    workshop = openWorkshop({ workers: 1 });
    const copy = await workshop.make(job, await pdf({ pages: 2 }));
    expect(copy).toMatchObject({ pages: 2, how: 'kept' });
    expect(await pagesOf(copy.pdf)).toBe(2);
  });

  it('refuses what it cannot open, and goes on', async () => {
    workshop = openWorkshop({ workers: 1 });
    await expect(workshop.make(job, Buffer.alloc(1000, '%PDF-1.7 '))).rejects.toMatchObject({ reason: 'BROKEN' });
    expect(await workshop.make(job, await pdf())).toMatchObject({ pages: 1 });
  });

  it('is ended by a document that would take for ever to draw', async () => {
    workshop = openWorkshop({ workers: 1, limits: { timeMs: 1_500 } });
    const copying = workshop.make(job, await pdf({ claims: false, change: endless }));
    await expect(copying).rejects.toMatchObject({ reason: 'TIME' });
  });
});

/** Drawings in drawings, twelve deep, each of which shows the next one ten times. */
function endless(document: Parameters<NonNullable<NonNullable<Parameters<typeof pdf>[0]>['change']>>[0]): void {
  const { context } = document;
  let inner = context.register(
    context.stream('0 0 1 1 re f', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 9, 9] }),
  );
  for (let level = 0; level < 12; level += 1)
    inner = context.register(
      context.stream('/X Do '.repeat(10), {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, 9, 9],
        Resources: { XObject: { X: inner } },
      }),
    );
  const page = document.getPage(0);
  page.node.setXObject(page.node.newXObjectKey('E'), inner);
  const name = page.node.newXObject('E', inner);
  page.node.addContentStream(context.register(context.stream(`${name} Do`)));
}
