import { type CopyJob, type MadeCopy, NoCopy } from './copy.ts';
import { type CopyLimits, Room } from './process/room.ts';

export interface WorkshopOptions {
  /** Processes that make copies. Default 2. */
  readonly workers?: number;
  readonly limits?: Partial<CopyLimits>;
}

/** Makes copies in processes of their own. Close it when the service stops. */
export interface Workshop {
  /**
   * @throws NoCopy where the file has no copy; Error where none can be made now
   */
  make(job: CopyJob, content: Uint8Array): Promise<MadeCopy>;
  close(): void;
}

const LIMITS: CopyLimits = { timeMs: 120_000, memoryBytes: 1_200 * 1024 ** 2, idleMs: 60_000 };
const MAIN = new URL('./process/main.ts', import.meta.url);

/** `program` is what the processes run. */
export function openWorkshop({ workers = 2, limits = {} }: WorkshopOptions = {}, program = MAIN): Workshop {
  const rooms = Array.from({ length: workers }, () => new Room(program, { ...LIMITS, ...limits }));
  const free = [...rooms];
  const waiting: ((room: Room) => void)[] = [];
  return {
    async make(job, content) {
      const room = free.pop() ?? (await new Promise<Room>((resolve) => waiting.push(resolve)));
      try {
        const answer = await room.ask({ job, content });
        if ('made' in answer) return answer.made;
        throw new NoCopy('against' in answer ? answer.against : 'BROKEN');
      } finally {
        const next = waiting.shift();
        if (next) next(room);
        else free.push(room);
      }
    },
    close: () => {
      for (const room of rooms) room.close();
    },
  };
}
