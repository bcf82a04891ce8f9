import type { Link, RawRecord } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

/** Bytes of links that are kept opened: those of some seconds of a busy city. */
const MOST_BYTES = 8 * 1024 * 1024;

interface AtHand {
  readonly link: Link;
  readonly sha256: string;
  readonly bytes: number;
}

const placeOf = ({ topic, partition, offset }: Pick<RawRecord, 'topic' | 'partition' | 'offset'>): string =>
  `${topic}/${partition}/${offset}`;

/**
 * Links that were just decided again, opened as they are: the next step answers them a moment later, and its links are decided from them. The oldest are let go first.
 * Whether the record is still the same is asked of its bytes, so nothing rests on what is kept here.
 */
export class LinksAtHand {
  readonly #links = new Map<string, AtHand>();
  #bytes = 0;

  keep(record: RawRecord, link: Link, sha256: string): void {
    const bytes = record.value?.length ?? 0;
    this.#links.set(placeOf(record), { link, sha256, bytes });
    this.#bytes += bytes;
    for (const [place, oldest] of this.#links) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#links.delete(place);
      this.#bytes -= oldest.bytes;
    }
  }

  /** The record with the link it is known to be; as it is where nothing is known of it. */
  opened(record: RawRecord): RawRecord {
    const known = this.#links.get(placeOf(record));
    return known !== undefined && record.value !== null && sha256Hex(record.value) === known.sha256
      ? { ...record, known }
      : record;
  }
}
