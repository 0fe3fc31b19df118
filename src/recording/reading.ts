import { closeSync, openSync, readSync } from 'node:fs';
import { FrameCodec } from './codec.js';
import { RecordingError } from './errors.js';
import { FORMAT_VERSION, type Frame, type RecordingEnd, type RecordingHeader } from './frame.js';
import { FRAME_OVERHEAD, findFrame, hasFrameAfter, LONGEST_FRAME } from './framing.js';
import { interloper as proto } from './protocol.js';
import { MalformedError } from './table.js';

/** What was found in a recording. */
export interface RecordingSummary {
  readonly frames: number;
  readonly events: number;
  readonly losses: number;
  /** frames that a newer version wrote, which were passed over: of another kind, or with a value without a name here */
  readonly unknown: number;
  readonly bytes: number;
  /** bytes after the last whole frame: it is being written, or what wrote it was stopped in the middle */
  readonly tornBytes: number;
  /** as the writer ended it; absent where it did not, or not yet */
  readonly end?: RecordingEnd;
}

/** A frame fits in several times. */
const CHUNK_BYTES = 4 * (LONGEST_FRAME + FRAME_OVERHEAD);

/** Opens a recording and reads its header. @throws {RecordingError} it cannot be read, or is none of a version known here */
export function readRecording(file: string): Recording {
  return new Recording(file);
}

/** The frames of a recording, in the order in which they were written; the header is the first. They can be gone through once. */
export class Recording implements Iterable<Frame> {
  readonly file: string;
  readonly header: RecordingHeader;
  readonly #descriptor: number;
  readonly #codec = new FrameCodec();
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #bytes = this.#buffer.subarray(0, 0);
  /** in #bytes */
  #at = 0;
  /** of #bytes in the file */
  #offset = 0;
  /** of the frame that was looked at last in the file */
  #frame = 0;
  #counts = { frames: 0, events: 0, losses: 0, unknown: 0 };
  #tornBytes = 0;
  #end: RecordingEnd | undefined;
  #open = true;

  constructor(file: string) {
    this.file = file;
    try {
      this.#descriptor = openSync(file, 'r');
    } catch (error) {
      throw new RecordingError(file, 0, (error as Error).message);
    }
    try {
      this.header = this.#readHeader();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get summary(): RecordingSummary {
    return {
      ...this.#counts,
      bytes: this.#position,
      tornBytes: this.#tornBytes,
      ...(this.#end && { end: this.#end }),
    };
  }

  /** @throws {RecordingError} a frame is corrupt; those before it were given */
  *[Symbol.iterator](): Generator<Frame, void> {
    yield { kind: 'header', header: this.header };
    try {
      for (let message = this.#next(); message !== undefined; message = this.#next()) {
        const frame = this.#decode(message);
        if (frame === undefined) this.#counts.unknown++;
        else if (frame.kind === 'header') throw this.#corrupt('another recording begins');
        else {
          this.#count(frame);
          yield frame;
        }
      }
    } finally {
      this.close();
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }

  get #position(): number {
    return this.#offset + this.#at;
  }

  #readHeader(): RecordingHeader {
    this.#fill();
    const found = findFrame(this.#bytes, 0);
    const message = found.state === 'whole' ? this.#bytes.subarray(found.start, found.end) : undefined;
    const version = message && versionOf(message);
    if (message === undefined || version === undefined) {
      const what = this.#bytes.length === 0 ? 'it is empty' : 'it does not begin as a recording of Interloper does';
      throw new RecordingError(this.file, 0, what);
    }
    if (version !== FORMAT_VERSION) {
      const why = `it is of version ${version} of the format, and this program reads version ${FORMAT_VERSION}`;
      throw new RecordingError(this.file, 0, `${why}: read it with the Interloper that made it, or a newer one`);
    }
    this.#at = message.byteOffset - this.#bytes.byteOffset + message.length;
    const frame = this.#decode(message);
    if (frame?.kind !== 'header') throw this.#corrupt('it is no header');
    this.#count(frame);
    return frame.header;
  }

  #count(frame: Frame): void {
    this.#counts.frames++;
    if (frame.kind === 'event') this.#counts.events++;
    else if (frame.kind === 'loss') this.#counts.losses++;
    else if (frame.kind === 'end') this.#end = frame.end;
  }

  #decode(message: Buffer): Frame | undefined {
    try {
      return this.#codec.decode(proto.Frame.decode(message));
    } catch (error) {
      const reason = error instanceof MalformedError ? error.message : 'its message cannot be decoded';
      throw this.#corrupt(reason);
    }
  }

  /** The bytes of the next message; undefined at the end, whole or torn. */
  #next(): Buffer | undefined {
    for (;;) {
      this.#frame = this.#position;
      const found = findFrame(this.#bytes, this.#at);
      if (found.state === 'whole') {
        this.#at = found.end;
        return this.#bytes.subarray(found.start, found.end);
      }
      if (found.state === 'corrupt') {
        if (this.#endsInZeros(found.check)) return undefined;
        throw this.#corrupt(found.reason);
      }
      if (this.#fill()) continue;
      if (hasFrameAfter(this.#bytes, this.#at + 1)) throw this.#corrupt('its length is not its own');
      this.#tornBytes = this.#bytes.length - this.#at;
      return undefined;
    }
  }

  /** Reads more, behind what is there; false at the end of the file. */
  #fill(): boolean {
    const rest = this.#bytes.length - this.#at;
    this.#buffer.copyWithin(0, this.#at, this.#bytes.length);
    this.#offset += this.#at;
    this.#at = 0;
    this.#bytes = this.#buffer.subarray(0, rest + this.#read(this.#buffer.subarray(rest)));
    return this.#bytes.length > rest;
  }

  #read(target: Buffer): number {
    try {
      return readSync(this.#descriptor, target, 0, target.length, null);
    } catch (error) {
      throw new RecordingError(this.file, this.#offset + this.#bytes.length, (error as Error).message);
    }
  }

  /**
   * Whether all is zero from `from` on to the end of the file: a host that lost its power leaves that where the last
   * writes did not arrive. They are counted as torn.
   */
  #endsInZeros(from: number): boolean {
    this.#tornBytes = this.#bytes.length - this.#at;
    let rest = this.#bytes.subarray(from);
    while (rest.every((byte) => byte === 0)) {
      const length = this.#read(this.#buffer);
      if (length === 0) return true;
      this.#tornBytes += length;
      rest = this.#buffer.subarray(0, length);
    }
    return false;
  }

  #corrupt(reason: string): RecordingError {
    return new RecordingError(this.file, this.#frame, `the frame there is corrupt: ${reason}`);
  }
}

/** The version that a header tells, which is all of it that is the same in all versions. */
function versionOf(message: Buffer): number | undefined {
  try {
    return proto.Frame.decode(message).header?.version;
  } catch {
    return undefined;
  }
}
