import { sha256Hex } from '@guidang/evidence';
import { zlibSync } from 'fflate';
import PDFDocument from 'pdfkit';

/** What stands in pdfkit's references beside what its types tell. */
interface Reference {
  data: Record<string, unknown>;
  buffer: Uint8Array[];
  finalize(): void;
}

/** Streams that must stay readable without unpacking: metadata (ISO 19005-2 §6.6.2.1). */
const isPlain = ({ data }: Reference): boolean => data.Type === 'Metadata';

/** Packed streams by what they hold, for those that are the same in every document: colour profile, font of the headings. */
const MEMORY = 16;
const packed = new Map<string, Uint8Array>();

function pack(bytes: Uint8Array): Uint8Array {
  const key = sha256Hex(bytes);
  const known = packed.get(key);
  // Taken out and put in again: what is used stays, what is not goes first.
  if (known) packed.delete(key);
  else if (packed.size >= MEMORY) packed.delete(packed.keys().next().value!);
  const stream = known ?? zlibSync(bytes, { level: 6 });
  packed.set(key, stream);
  return stream;
}

/**
 * pdfkit's document with streams packed by fflate. The zlib that comes with a Node, a distribution or a processor may pack the same bytes into others;
 * fflate is JavaScript of one pinned version, and gives the same everywhere. What pdfkit writes is kept as it comes instead of passing through a stream
 * of Node's: a document is a thousand small pieces.
 */
export class StableDocument extends PDFDocument {
  /** Not initialised here: pdfkit's constructor writes before any field of ours would be there. */
  declare pieces: Uint8Array[] | undefined;

  constructor(options: PDFKit.PDFDocumentOptions) {
    super({ ...options, compress: false });
  }

  override ref(data?: object): PDFKit.PDFKitReference {
    const reference = super.ref(data ?? {});
    const own = reference as unknown as Reference;
    const finalize = own.finalize.bind(own);
    own.finalize = () => {
      if (own.buffer.length > 0 && !isPlain(own)) {
        own.buffer = [pack(Buffer.concat(own.buffer))];
        own.data.Filter = 'FlateDecode';
      }
      finalize();
    };
    return reference;
  }

  /** Where everything pdfkit writes ends up. */
  override push(chunk: Uint8Array | null): boolean {
    this.pieces ??= [];
    if (chunk !== null) this.pieces.push(chunk);
    return true;
  }

  /** The document, once it is ended. */
  bytes(): Buffer {
    return Buffer.concat(this.pieces ?? []);
  }
}
