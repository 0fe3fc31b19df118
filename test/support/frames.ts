import { FrameCodec } from '../../src/recording/codec.js';
import { FRAME_OVERHEAD, writeFrame } from '../../src/recording/framing.js';
import type { Frame } from '../../src/recording/index.js';
import { interloper as proto } from '../../src/recording/protocol.js';

/** A recording of these frames, the header first. */
export function framesOf(frames: readonly Frame[]): Buffer {
  const codec = new FrameCodec();
  return Buffer.concat(
    frames.map((frame) => {
      const message = proto.Frame.encode(codec.encode(frame)).finish();
      const bytes = Buffer.alloc(message.length + FRAME_OVERHEAD);
      return bytes.subarray(0, writeFrame(message, bytes, 0));
    }),
  );
}
