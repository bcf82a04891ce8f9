/** The archive said no, and will say so again: asking once more does not help. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';
  /** HTTP status of the answer. */
  readonly status: number;
  /** Stable code, e.g. DEPARTMENT_NOT_YOURS. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** An empty file is no material; the archive would refuse it later. */
export const emptyFile = (): PublishRefused => new PublishRefused(422, 'EMPTY_FILE', '空文件 / the file is empty');

/** The archive could not be reached, or did not answer in time. Whether it took what was sent is not known; sending it again is harmless. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Was not sent, because something of the same case that had to come before it was not taken. */
export class EarlierFailed extends Error {
  override readonly name = 'EarlierFailed';
  constructor(cause: unknown) {
    super('此前的事件未被接收,本事件未发送 / an earlier event was not taken, so this one was not sent', { cause });
  }
}
