import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readParts } from './parts-file.ts';

/** Put together here, so that no scanner of a reader's machine takes this file away. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join(''));

/** INSTREAM of clamd's protocol: chunks with their length before each, an empty one at the end. */
function scan(bytes: Buffer): Promise<string> {
  const { host, port } = readParts().clamd;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      socket.write(Buffer.concat([Buffer.from('zINSTREAM\0'), length, bytes, Buffer.alloc(4)]));
    });
    let text = '';
    socket.on('data', (part) => {
      text += part.toString();
    });
    socket.once('close', () => resolve(text.replace(/\0/g, '')));
    socket.once('error', reject);
  });
}

describe('the scanner', () => {
  it('finds EICAR', async () => {
    expect(await scan(EICAR)).toMatch(/EICAR\S* FOUND$/);
  });

  it('finds it within other bytes', async () => {
    expect(await scan(Buffer.concat([Buffer.alloc(100_000, 'a'), EICAR, Buffer.alloc(1000, 'b')]))).toMatch(/FOUND$/);
  });

  it('passes what is harmless', async () => {
    expect(await scan(Buffer.from('harmless'))).toBe('stream: OK');
  });
});
