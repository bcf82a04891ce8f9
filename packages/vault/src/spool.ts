import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Room on the local disk for a large source whose name is known only at its end. The file loses its directory entry as soon as it is
 * open: whatever happens to the process, the system takes the room back, and nobody finds the bytes by a path.
 */
export class Spool {
  readonly #file: FileHandle;
  #size = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(folder: string): Promise<Spool> {
    const path = join(folder, `guidang-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return new Spool(file);
  }

  async write(chunk: Buffer): Promise<void> {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await this.#file.write(chunk, done, chunk.length - done, this.#size);
      done += bytesWritten;
      this.#size += bytesWritten;
    }
  }

  /** All that was written, from the start. */
  async *read(): AsyncGenerator<Buffer> {
    const chunk = Buffer.allocUnsafeSlow(1024 ** 2);
    for (let position = 0; position < this.#size; ) {
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0)
        throw new Error(`临时文件变短 / the spool file shrank at ${position} of ${this.#size} bytes`);
      position += bytesRead;
      // One buffer serves all reads: the consumer copies a chunk into its part before it asks for the next.
      yield chunk.subarray(0, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
