import { type RawRecord, SCHEMES, type Scheme } from '@guidang/contracts';
import { type LogReader, publishedScheme, TopicTail } from '@guidang/stream';

/** What a version of a scheme says of arrangement. */
export interface Arranging
  extends Pick<Scheme, 'id' | 'version' | 'department' | 'matter' | 'retention' | 'referenceCode'> {
  readonly classNames: readonly string[];
}

/** Every published version of every scheme, as far as arrangement goes: read from registry.schemes, where anybody can read it. */
export class SchemeArrangements {
  readonly #versions = new Map<string, Map<number, Arranging>>();
  readonly #tail: TopicTail;

  constructor(reader: Pick<LogReader, 'read'>, failed: (error: unknown) => void) {
    this.#tail = new TopicTail(
      reader,
      SCHEMES,
      (record) => this.#take(record),
      (_, error) => failed(error),
    );
  }

  /** Reads what was published since the last time. @throws where the broker does not answer */
  refresh(): Promise<void> {
    return this.#tail.refresh();
  }

  versionsOf(id: string): readonly number[] {
    return [...(this.#versions.get(id)?.keys() ?? [])].sort((a, b) => a - b);
  }

  of(id: string, version: number): Arranging | undefined {
    return this.#versions.get(id)?.get(version);
  }

  newest(id: string): Arranging | undefined {
    const last = this.versionsOf(id).at(-1);
    return last === undefined ? undefined : this.of(id, last);
  }

  #take(record: RawRecord): void {
    const { scheme } = publishedScheme(record);
    const { id, version, department, matter, retention, referenceCode } = scheme;
    const versions = this.#versions.get(id) ?? new Map<number, Arranging>();
    this.#versions.set(id, versions);
    // A version once published keeps what was published first.
    if (versions.has(version)) return;
    const classNames = scheme.class?.map(({ name }) => name) ?? [];
    versions.set(version, { id, version, department, matter, retention, referenceCode, classNames });
  }
}
