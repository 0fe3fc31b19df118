import type { Loss } from '../model/loss.js';
import { eventConverter, LOSS, TIMESTAMP } from './event.js';
import type {
  ClockOffset,
  Frame,
  RecordedCounts,
  RecordedProbe,
  RecordedStatus,
  RecordingEnd,
  RecordingHeader,
  RecordingHost,
} from './frame.js';
import { SOURCE } from './names.js';
import type { interloper as proto } from './protocol.js';
import { FLAG, INTEGER, NUMBER, NUMBERS, SIGNED, TEXT, TEXT_LIST } from './scalar.js';
import { type Converter, MalformedError, message, required } from './table.js';

const JSON_OBJECT: Converter<Readonly<Record<string, unknown>>, string> = {
  encode: (value) => JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner)),
  decode: parseObject,
};

const CLOCK = message<ClockOffset, proto.Clock.$Properties>({
  at: required(TIMESTAMP),
  wallMinusBoot: required(SIGNED),
});

const HEADER = message<RecordingHeader, proto.Header.$Properties>({
  version: required(NUMBER),
  software: required(TEXT),
  created: required(TIMESTAMP),
  host: required(
    message<RecordingHost, proto.Host.$Properties>({
      name: required(TEXT),
      release: required(TEXT),
      kernel: required(TEXT),
      machine: required(TEXT),
      bootId: required(TEXT),
    }),
  ),
  clock: CLOCK,
  source: required(SOURCE),
  parameters: JSON_OBJECT,
  pid: NUMBER,
});

const PROBE = message<RecordedProbe, proto.Probe.$Properties>({
  name: required(TEXT),
  abi: required(TEXT),
  hook: TEXT,
  mode: TEXT,
  programs: required(TEXT_LIST),
  attached: required(FLAG),
  error: TEXT,
  missed: INTEGER,
  programIds: NUMBERS,
});

const COUNTS = message<RecordedCounts, proto.KindCounts.$Properties>({
  kind: required(TEXT),
  emitted: required(INTEGER),
  dropped: required(INTEGER),
  repeated: required(INTEGER),
  filtered: required(INTEGER),
});

type Of<K extends Frame['kind']> = Omit<Extract<Frame, { kind: K }>, 'kind'>;

const ATTACHED = message<Of<'attached'>, proto.Attached.$Properties>({
  at: required(TIMESTAMP),
  scope: required(TEXT),
  probes: required(list(PROBE)),
});

const DETACHED = message<Of<'detached'>, proto.Detached.$Properties>({
  at: required(TIMESTAMP),
  probes: required(list(PROBE)),
  counts: required(list(COUNTS)),
});

const SUPPRESSED = message<Of<'suppressed'>, proto.Suppressed.$Properties>({
  incident: required(TEXT),
  revision: required(NUMBER),
  by: required(TEXT),
});

const STATUS = message<RecordedStatus, proto.Status.$Properties>({
  state: required(TEXT),
  time: required(TIMESTAMP),
  details: JSON_OBJECT,
});

const END = message<RecordingEnd, proto.End.$Properties>({
  at: required(TIMESTAMP),
  events: required(INTEGER),
  losses: required(INTEGER),
  unwritten: required(INTEGER),
});

/** Frames of one recording, to and from messages. It remembers the processes that were told. */
export class FrameCodec {
  readonly #event = eventConverter();

  encode(frame: Frame): proto.Frame.$Properties {
    switch (frame.kind) {
      case 'header':
        return { header: HEADER.encode(frame.header) };
      case 'attached':
        return { attached: ATTACHED.encode(withoutKind(frame)) };
      case 'detached':
        return { detached: DETACHED.encode(withoutKind(frame)) };
      case 'event':
        return { event: this.#event.encode(frame.event) };
      case 'loss':
        return { loss: LOSS.encode(frame.node === undefined ? frame.loss : { ...frame.loss, node: frame.node }) };
      case 'clock':
        return { clock: CLOCK.encode(frame.clock) };
      case 'tick':
        return { tick: { now: frame.now } };
      case 'flush':
        return { flush: {} };
      case 'suppressed':
        return { suppressed: SUPPRESSED.encode(withoutKind(frame)) };
      case 'status':
        return { status: STATUS.encode(frame.status) };
      case 'end':
        return { end: END.encode(frame.end) };
    }
  }

  /**
   * Undefined for a frame that a newer version wrote: of another kind, or with a value that this version has no name for.
   * @throws {MalformedError}
   */
  decode(frame: proto.Frame): Frame | undefined {
    if (frame.event !== null) {
      const event = this.#event.decode(frame.event);
      return event && { kind: 'event', event };
    }
    if (frame.tick !== null) return { kind: 'tick', now: frame.tick.now };
    if (frame.flush !== null) return { kind: 'flush' };
    if (frame.clock !== null) return { kind: 'clock', clock: whole(CLOCK, frame.clock) };
    if (frame.loss !== null) return decodeLoss(frame.loss);
    if (frame.status !== null) return { kind: 'status', status: whole(STATUS, frame.status) };
    if (frame.suppressed !== null) return { kind: 'suppressed', ...whole(SUPPRESSED, frame.suppressed) };
    if (frame.attached !== null) return { kind: 'attached', ...whole(ATTACHED, frame.attached) };
    if (frame.detached !== null) return { kind: 'detached', ...whole(DETACHED, frame.detached) };
    if (frame.end !== null) return { kind: 'end', end: whole(END, frame.end) };
    if (frame.header !== null) return { kind: 'header', header: whole(HEADER, frame.header) };
    return undefined;
  }
}

function decodeLoss(encoded: proto.Loss): Frame | undefined {
  const decoded = LOSS.decode(encoded);
  if (decoded === undefined) return undefined;
  const { node, ...loss }: Loss & { readonly node?: string } = decoded;
  return node === undefined ? { kind: 'loss', loss } : { kind: 'loss', loss, node };
}

/** For messages of which no part may be unknown. */
function whole<T, M>(converter: Converter<T, M>, encoded: M): T {
  const decoded = converter.decode(encoded);
  if (decoded === undefined) throw new MalformedError('it has a value that this version does not know');
  return decoded;
}

function withoutKind<T extends Frame>({ kind: _, ...rest }: T): Omit<T, 'kind'> {
  return rest;
}

function list<T, M>({ encode, decode }: Converter<T, M>): Converter<T[], M[]> {
  return {
    encode: (values) => values.map(encode),
    decode: (messages) => messages.map(decode).filter((value) => value !== undefined),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedError('what is to be a JSON object is none');
}
