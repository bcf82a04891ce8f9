import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ApplicationForm, CaseEvent, commitmentTo, Malformed } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { EarlierFailed, PublishRefused, Unreachable } from '../src/errors.ts';
import { eventsFrom, madeForm } from '../src/index.ts';
import { judged } from '../src/judge.ts';
import { NotNow, patiently } from '../src/patience.ts';
import { digestsOf, opened } from '../src/source.ts';
import { Turns } from '../src/turns.ts';
import { amended, CASE, closed, SOURCE, soon, step, streamOf } from './specimens.ts';

const NOW = Date.parse('2026-03-05T00:00:00Z');
const from = eventsFrom(SOURCE, () => new Date(NOW));

describe('a builder', () => {
  it('fills in what every event carries, and what it builds keeps the contract', () => {
    const event = from.closed(CASE, closed);
    expect(CaseEvent.parse(event)).toEqual(event);
    expect(event).toMatchObject({ specversion: '1.0', source: SOURCE, type: 'case.closed', version: 1, case: CASE });
  });

  it.each([
    ['closed', from.closed(CASE, closed), closed.closedAt],
    ['a step that ended', from.stepRecorded(CASE, step), step.endedAt],
    ['amended', from.amended(CASE, amended), amended.amendedAt],
    ['one that says its time', from.closed(CASE, closed, { time: '2026-03-03T03:00:01Z' }), '2026-03-03T03:00:01Z'],
  ])('takes the time that the data names: %s', (_, event, time) => expect(event.time).toBe(time));

  it('takes the time of a step that goes on from its beginning, and of a material from the clock', () => {
    const { endedAt: _, ...open } = step;
    expect(from.stepRecorded(CASE, { ...open, state: '1' }).time).toBe(step.startedAt);
    const material = {
      material: 'm',
      item: null,
      group: 'application',
      name: 'x',
      collected: 'upload',
      files: [],
    } as const;
    expect(from.materialAdded(CASE, { ...material, files: [] }).time).toBe('2026-03-05T00:00:00.000Z');
  });

  it('gives an event that is built again the same id, and any other another', () => {
    const id = from.closed(CASE, closed).id;
    expect(from.closed(CASE, { ...closed }).id).toBe(id);
    const others = [
      from.closed('GD-2026-000002', closed),
      from.closed(CASE, { ...closed, bytes: 10 }),
      eventsFrom('https://other.example.gov.cn').closed(CASE, closed),
      from.amended(CASE, amended),
    ].map((event) => event.id);
    expect(new Set([id, ...others]).size).toBe(5);
  });

  it('leaves an id of the publisher’s own as it is', () => {
    expect(from.closed(CASE, closed, { id: 'seq-4711' }).id).toBe('seq-4711');
  });
});

describe('an event is judged before it leaves', () => {
  const faults = (work: () => unknown): string[] => {
    try {
      work();
    } catch (error) {
      return (error as Malformed).faults.map(({ field, rule }) => `${field} ${rule}`);
    }
    return [];
  };
  const right = from.closed(CASE, closed);

  it('and travels as the bytes that were judged', () => {
    const [envelope] = judged(right, NOW);
    expect(JSON.parse(envelope!.value.toString())).toEqual(right);
    expect(envelope).toMatchObject({ case: CASE, id: right.id, headers: { ce_id: right.id, ce_subject: CASE } });
  });

  it.each([
    ['a day that does not exist', { ...right, time: '2026-02-30T00:00:00Z' }, ['time NO_SUCH_DATE']],
    [
      'an ID number in the open',
      from.stepRecorded(CASE, { ...step, opinion: '440524188001010014' }),
      ['data.opinion PERSONAL_ID_NUMBER'],
    ],
    ['a time in the far future', { ...right, time: '2027-01-01T00:00:00Z' }, ['time IN_THE_FUTURE']],
    ['a case number that is none', { ...right, case: 'x' }, ['case INVALID_FORMAT']],
    ['no case number', { ...right, case: undefined }, ['case INVALID_TYPE']],
    ['a value that is too large', { ...right, extra: 'x'.repeat(1_100_000) }, [' TOO_LARGE']],
  ])('with %s it is refused as the archive would', (_, event, expected) => {
    expect(faults(() => judged(event as never, NOW))).toEqual(expected);
  });

  it('and where several are judged, each fault names its event and none is sent', () => {
    const wrong = { ...right, time: 'x' };
    const all = [right, wrong, right, { ...wrong, data: 7 }] as never[];
    expect(faults(() => judged(all, NOW))).toEqual([
      '[1].time INVALID_FORMAT',
      '[3].time INVALID_FORMAT',
      '[3].data INVALID_TYPE',
    ]);
  });
});

describe('the form', () => {
  const filled = {
    case: CASE,
    applicant: { name: '陈嘉涵', identity: { type: '111', number: '440524188001010014' } },
    fields: [],
  };

  it('gets a salt, and the commitment that opens with it', () => {
    const { bytes, reference } = madeForm(filled);
    const form = ApplicationForm.parse(JSON.parse(bytes.toString()));
    expect(form).toMatchObject({ ...filled, type: 'application-form', version: 1 });
    expect(reference).toBe(commitmentTo(form.salt, filled.applicant.identity));
  });

  it('gets another salt each time: nobody sees that two cases are of one person', () => {
    const all = Array.from({ length: 20 }, () => madeForm(filled).reference);
    expect(new Set(all).size).toBe(20);
  });

  it('is refused with a wrong number, and the number is not in the refusal', () => {
    const wrong = { ...filled, applicant: { name: '陈嘉涵', identity: { type: '111', number: '440524188001010015' } } };
    const error = (() => {
      try {
        return madeForm(wrong);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(Malformed);
    expect((error as Malformed).faults).toMatchObject([{ field: 'applicant.identity.number', rule: 'ID_NUMBER' }]);
    expect(JSON.stringify((error as Malformed).faults) + (error as Error).message).not.toMatch(/440524|陈/);
  });
});

describe('a source', () => {
  const bytes = Buffer.from('归档'.repeat(200_000));
  const expected = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sm3: createHash('sm3').update(bytes).digest('hex'),
    size: bytes.length,
  };

  it('has the same digests as bytes, as a file and as a stream', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guidang-sdk-'));
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    try {
      for (const source of [bytes, new Uint8Array(bytes), path, streamOf(bytes, 1_000)])
        expect(await digestsOf((await opened(source)).read())).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('can be read again unless it is a stream', async () => {
    const source = await opened(bytes);
    expect([source.again, source.size]).toEqual([true, bytes.length]);
    for (let n = 0; n < 2; n++) expect((await buffer(source.read())).equals(bytes)).toBe(true);
    expect((await opened(streamOf(bytes))).again).toBe(false);
  });

  it('that is not there says so', async () => {
    await expect(opened('/nowhere/at/all')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('patience', () => {
  const patience = { totalMs: 200, firstPauseMs: 1, longestPauseMs: 4 };
  const failing = (times: number, error: () => Error) => {
    let asked = 0;
    return {
      ask: async () => {
        asked += 1;
        if (asked <= times) throw error();
        return asked;
      },
      asked: () => asked,
    };
  };

  it('asks again what may pass', async () => {
    expect(await patiently(failing(3, () => new NotNow('x')).ask, patience)).toBe(4);
  });

  it('does not ask again what is an answer', async () => {
    const { ask, asked } = failing(1, () => new PublishRefused(403, 'X', 'x'));
    await expect(patiently(ask, patience)).rejects.toBeInstanceOf(PublishRefused);
    expect(asked()).toBe(1);
  });

  it('ends, and says what it met last', async () => {
    const { ask, asked } = failing(1e9, () => new NotNow('nobody is there'));
    await expect(patiently(ask, patience)).rejects.toThrow(/nobody is there/);
    await expect(patiently(ask, patience)).rejects.toBeInstanceOf(Unreachable);
    expect(asked()).toBeGreaterThan(5);
  });

  it('does not wait for what it is told to wait for longer than it lasts', async () => {
    const { ask, asked } = failing(1e9, () => new NotNow('later', { afterMs: 60_000 }));
    await expect(patiently(ask, patience)).rejects.toBeInstanceOf(Unreachable);
    expect(asked()).toBe(1);
  });
});

describe('turns', () => {
  it('are taken one after the other for one key, side by side for others', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise<void>((open) => gates.set(name, open));
      order.push(`${name} ends`);
    };
    const all = [turns.run('a', work('a1')), turns.run('a', work('a2')), turns.run('b', work('b1'))];
    await soon();
    expect(order).toEqual(['a1 begins', 'b1 begins']);
    gates.get('a1')!();
    await soon();
    expect(order.slice(2)).toEqual(['a1 ends', 'a2 begins']);
    gates.get('b1')!();
    gates.get('a2')!();
    await Promise.all(all);
    await turns.idle();
  });

  it('fail together behind one that failed, and begin anew after it', async () => {
    const turns = new Turns();
    const ran: string[] = [];
    const first = turns.run('a', async () => {
      await soon();
      throw new Unreachable('x');
    });
    const behind = [1, 2].map((n) => turns.run('a', async () => void ran.push(`behind ${n}`)));
    const other = turns.run('b', async () => void ran.push('other'));
    await expect(first).rejects.toBeInstanceOf(Unreachable);
    for (const one of behind) await expect(one).rejects.toBeInstanceOf(EarlierFailed);
    await other;
    await turns.run('a', async () => void ran.push('after'));
    expect(ran).toEqual(['other', 'after']);
  });
});
