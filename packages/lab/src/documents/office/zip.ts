import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface Part {
  name: string;
  content: string | Buffer;
}

/**
 * The parts as one zip, in this order: the same parts, the same bytes. A zip keeps times as the clock on the wall showed them, so the time given is one that is
 * the same on every wall: the first moment a zip can name.
 */
export async function zipped(parts: readonly Part[]): Promise<Buffer> {
  const file = new ZipFile();
  for (const { name, content } of parts) {
    file.addBuffer(Buffer.from(content as string), name, {
      mtime: new Date(1980, 0, 1),
      mode: 0o100644,
      forceDosTimestamp: true,
    });
  }
  const whole = buffer(file.outputStream);
  file.end();
  return whole;
}
