import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';

/** How a file's bytes are to be read, told by its first bytes and never by its name. */
export type Encoding = 'plain' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

const MAGIC: readonly (readonly [Encoding, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

/** More than `zstd -d` gives without being asked: a file could claim 3 TiB. RFC 8878, 3.1.1.1.2 */
const LARGEST_WINDOW = 128 * 1024 * 1024;

/** Bytes of the file that tell how it is encoded. */
export const MAGIC_LENGTH = 18;

export function encodingOf(head: Uint8Array): Encoding {
  for (const [encoding, magic] of MAGIC) {
    if (magic.every((byte, index) => head[index] === byte)) return encoding;
  }
  return 'plain';
}

/** The bytes after decompression. A chunk is the consumer's until it asks for the next one. */
export async function* decompress(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  switch (encoding) {
    case 'plain':
      yield* source;
      break;
    case 'gzip':
      yield* gunzip(source);
      break;
    case 'zstd':
      yield* unzstd(source);
      break;
    default:
      throw new Error(
        `is compressed with ${encoding}, which is not read; give its text on the standard input: ${TOOL[encoding]} -dc FILE | interloper analyze -`,
      );
  }
}

const TOOL = { xz: 'xz', bzip2: 'bzip2' } as const;

async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const stream = createGunzip({ chunkSize: 256 * 1024 });
  const feed = (async () => {
    try {
      for await (const chunk of source) {
        // the source fills its buffer again
        if (!stream.write(Buffer.from(chunk))) await new Promise((resolve) => stream.once('drain', resolve));
        if (stream.destroyed) return;
      }
      stream.end();
    } catch (error) {
      stream.destroy(error as Error);
    }
  })();
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw new Error(`is damaged: ${(error as Error).message} (gzip)`, { cause: error });
  } finally {
    stream.destroy();
    stream.emit('drain');
    await feed;
  }
}

async function* unzstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let out: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => out.push(chunk));
  let first = true;
  const take = (chunk: Uint8Array, last: boolean): void => {
    try {
      decoder.push(chunk, last);
    } catch (error) {
      throw new Error(`is damaged: ${(error as Error).message} (zstd)`, { cause: error });
    }
  };
  for await (const chunk of source) {
    if (first) refuseLargeWindow(chunk);
    first = false;
    // the decoder keeps what it was given, and the source fills its buffer again; in parts, for it may grow a thousandfold
    for (let at = 0; at < chunk.length; at += PART) {
      take(Uint8Array.prototype.slice.call(chunk, at, at + PART), false);
      yield* emptied();
    }
  }
  take(new Uint8Array(0), true);
  yield* emptied();

  function* emptied(): Generator<Buffer> {
    const ready = out;
    out = [];
    for (const bytes of ready) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}

const PART = 16 * 1024;

/** Frame header: RFC 8878, 3.1.1.1. */
function refuseLargeWindow(head: Uint8Array): void {
  const descriptor = head[4];
  const window = head[5];
  if (descriptor === undefined || window === undefined || (descriptor & 0x20) !== 0) return;
  const base = 2 ** (10 + (window >> 3));
  const size = base + (base / 8) * (window & 7);
  if (size <= LARGEST_WINDOW) return;
  throw new Error(
    `needs a window of ${Math.round(size / 1024 / 1024)} MiB to decompress, more than 128 MiB; give its text on the standard input: zstd -dc --long=31 FILE | interloper analyze -`,
  );
}
