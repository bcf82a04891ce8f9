import { describe, expect, it } from 'vitest';
import { RoomStore } from './room-store.ts';

describe('the cases of a partition', () => {
  it('are all remembered, however many there are, and those not in use lie in a file', () => {
    const rooms = new RoomStore(100);
    try {
      for (let round = 0; round < 3; round++)
        for (let n = 0; n < 2_000; n++) {
          const room = rooms.get(`CASE-${n}`);
          expect(room.links).toHaveLength(round);
          room.links.push({ step: 'capture', offset: n, sha256: String(round) });
        }
      expect(rooms.find('CASE-1234')?.links.map(({ sha256 }) => sha256)).toEqual(['0', '1', '2']);
      expect(rooms.find('CASE-4711')).toBeUndefined();
      const all = [...rooms.all()];
      expect(all).toHaveLength(2_000);
      expect(all.every(({ links }) => links.length === 3)).toBe(true);
      expect(rooms.held).toBeLessThanOrEqual(200);
    } finally {
      rooms.close();
    }
  });
});
