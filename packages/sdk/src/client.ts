import type { CaseEvent, Commitment, ContentName, PublishedFile } from '@guidang/contracts';
import type { Expected } from '@guidang/vault';
import type { FilledForm } from './form.ts';
import type { HttpDoor } from './http-door.ts';
import type { KafkaDoor, OpenKafkaDoor } from './kafka-door.ts';
import type { Patience } from './patience.ts';
import type { Digests, Source } from './source.ts';

/** The parts of a PublishedFile that follow from its bytes; the name and the pages are the publisher's to add. */
export interface UploadedFile extends Digests {
  readonly content: ContentName;
}

export interface UploadOptions {
  /** What the publisher knows of the bytes already. Whatever is said must hold, or nothing is stored. */
  readonly expect?: Expected | undefined;
}

export interface PublishOptions {
  /** W3C trace context, handed on with the events. */
  readonly traceparent?: string | undefined;
}

/** What a government system does with the archive, whichever door it uses. */
export interface PublisherClient {
  /**
   * Brings the bytes of a file into the intake store, digesting them on the way. The same bytes twice are one object. A source that breaks off
   * never becomes one. A stream is read once and therefore tried once; bytes and paths are tried again for as long as patience lasts.
   * @throws DigestMismatch, SizeMismatch (of `@guidang/vault`) where the bytes are not what was said; PublishRefused; Unreachable
   */
  upload(source: Source, options?: UploadOptions): Promise<UploadedFile>;
  /**
   * Draws a salt, makes the application form and brings it into the intake store.
   * @returns file and reference for `applicant` in `case.accepted`
   * @throws Malformed where the form breaks its contract
   */
  form(filled: FilledForm, name?: string): Promise<{ file: PublishedFile; reference: Commitment }>;
  /**
   * Publishes events. They are judged here first, all of them, and if one is wrong none is sent. Those of one case arrive in the order in which they
   * were handed over, across calls too; where one fails, those waiting behind it fail with EarlierFailed. Publishing an event twice is harmless.
   * @returns ids in the order of the events
   * @throws Malformed with field and rule of every fault; PublishRefused; Unreachable; EarlierFailed
   */
  publish(events: CaseEvent | readonly CaseEvent[], options?: PublishOptions): Promise<string[]>;
  /** Waits for what is under way and lets go of all connections. */
  close(): Promise<void>;
}

/** What holds for both doors. */
export interface ClientOptions {
  readonly patience?: Partial<Patience> | undefined;
  /** milliseconds since 1970; the clock by which an event dated in the future is refused */
  readonly now?: (() => number) | undefined;
}

/** Opens the door that the options name. What the other door needs is not even loaded. */
export function openPublisherClient(options: KafkaDoor): Promise<OpenKafkaDoor>;
export function openPublisherClient(options: KafkaDoor | HttpDoor): Promise<PublisherClient>;
export async function openPublisherClient(options: KafkaDoor | HttpDoor): Promise<PublisherClient> {
  if (options.door === 'kafka') return (await import('./kafka-door.ts')).openKafkaDoor(options);
  return (await import('./http-door.ts')).openHttpDoor(options);
}
