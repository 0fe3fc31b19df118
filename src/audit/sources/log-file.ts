import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { Header, readHeader } from '../header.js';
import { DAEMON } from '../record-type.js';
import { decompress, encodingOf, MAGIC_LENGTH } from './decompress.js';

const CHUNK = 256 * 1024;
const CHUNKS_A_TURN = 16;

/** How far into a file its first record is looked for. */
const HEAD = 64 * 1024;

/** The bytes of a file as they lie on disk, from where the handle stands; each chunk in the same buffer. `progress` gets their count. */
export async function* chunksOf(
  handle: FileHandle,
  progress: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let turn = 1; ; turn++) {
    // a file's next bytes are there at once, or after a moment; going through the thread pool costs more than that
    const bytesRead = readSync(handle.fd, buffer, 0, CHUNK, null);
    if (bytesRead === 0) return;
    progress(bytesRead);
    yield buffer.subarray(0, bytesRead);
    // signals and output have their turn
    if (turn % CHUNKS_A_TURN === 0) await setImmediate();
  }
}

/**
 * The text of a log, decompressed where its first bytes say so.
 * @throws {Error} whose message goes on from the file's name: `is damaged: …`, or of the file system
 */
export async function* readLogFile(path: string, progress?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer: head, bytesRead } = await handle.read(Buffer.alloc(MAGIC_LENGTH), 0, MAGIC_LENGTH, 0);
    yield* decompress(chunksOf(handle, progress), encodingOf(head.subarray(0, bytesRead)));
  } finally {
    await handle.close();
  }
}

/** Time of a log's first record, ms since the epoch; undefined where its beginning has none that can be read. */
export async function firstRecordTime(path: string): Promise<number | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of readLogFile(path)) {
    parts.push(Buffer.from(chunk));
    length += chunk.length;
    if (length >= HEAD) break;
  }
  const bytes = Buffer.concat(parts);
  const header = new Header();
  let start = 0;
  for (let newline = bytes.indexOf(10); newline >= 0; newline = bytes.indexOf(10, start)) {
    // auditd's own records may be stamped before the kernel's that came earlier
    if (readHeader(bytes, start, newline, header) === 0 && header.type !== DAEMON) {
      return header.seconds * 1000 + header.millis;
    }
    start = newline + 1;
  }
  return undefined;
}
