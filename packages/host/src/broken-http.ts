import type { Socket } from 'node:net';

/** What the parser of Node says of a request, as HTTP status. */
const STATUS: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/**
 * Answers what is no HTTP, or breaks off in its head: no route has seen it, so the door's own way of answering failures has not either. For `clientErrorHandler` of a door.
 * @param bodyOf the problem document for a status
 */
export const brokenHttp =
  (bodyOf: (status: number) => object) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    // Whoever hung up reads no answer.
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const [status, reason] = STATUS[error.code ?? ''] ?? [400, 'Bad Request'];
    const body = Buffer.from(JSON.stringify(bodyOf(status)));
    const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
    if (socket.writable) socket.write(Buffer.concat([Buffer.from(head), body]));
    socket.destroy(error);
  };
