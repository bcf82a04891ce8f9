import type { Question } from './messages.ts';
import { type Outcome, Workroom } from './workroom.ts';

const MAIN = new URL('./main.ts', import.meta.url);

/** A few workrooms and a queue before them. */
export class Workrooms {
  readonly #all: readonly Workroom[];
  readonly #free: Workroom[];
  readonly #waiting: ((room: Workroom) => void)[] = [];
  #next = 0;

  /** `program` is what the processes run; `ready`: they stand ready before the first file comes. */
  constructor(workers: number, program: URL = MAIN, ready = false) {
    this.#all = Array.from({ length: workers }, () => new Workroom(program, ready));
    this.#free = [...this.#all];
  }

  async ask(question: Omit<Question, 'id'>): Promise<Outcome> {
    const room = this.#free.pop() ?? (await new Promise<Workroom>((resolve) => this.#waiting.push(resolve)));
    try {
      this.#next += 1;
      return await room.ask({ ...question, id: this.#next });
    } finally {
      const next = this.#waiting.shift();
      if (next) next(room);
      else this.#free.push(room);
    }
  }

  /** Of the processes there are. */
  get pids(): number[] {
    return this.#all.flatMap(({ pid }) => pid ?? []);
  }

  close(): void {
    for (const room of this.#all) room.close();
  }
}
