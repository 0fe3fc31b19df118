/** A function of a BPF object, with what its own frame takes and which functions it calls. */
interface BpfFunction {
  readonly name: string;
  frame: number;
  readonly calls: Set<BpfFunction>;
}

/** The deepest stack of one program: bytes, and the functions on the way there. */
export interface StackDepth {
  readonly bytes: number;
  readonly path: readonly string[];
}

const SYMBOL_BYTES = 24;
const SECTION_BYTES = 64;
const REL_BYTES = 16;
const INSTRUCTION_BYTES = 8;
const SHT_SYMTAB = 2;
const SHT_REL = 9;
const STT_SECTION = 3;
const SHN_UNDEF = 0;
const STT_FUNC = 2;
const FRAME_POINTER = 10;

// include/uapi/linux/bpf.h and bpf_common.h
const LOAD = 1;
const STORE_IMMEDIATE = 2;
const STORE = 3;
const MOVE = 0xbf;
const ADD_IMMEDIATE = 0x07;
const LOAD_WIDE = 0x18;
const CALL = 0x85;
const PSEUDO_CALL = 1;

/** The verifier of kernels before 6.9 rounds each frame up to so many bytes. */
const FRAME_UNIT = 32;

interface Section {
  readonly type: number;
  readonly link: number;
  readonly info: number;
  readonly bytes: Buffer;
}

interface Symbol {
  readonly name: string;
  readonly type: number;
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

/** How deep the stack of each program of a BPF object gets, deepest first, as check_max_stack_depth() of the kernel counts. */
export function stackDepths(object: Buffer): StackDepth[] {
  const sections = readSections(object);
  const symbols = readSymbols(sections);
  const functions = new Map<string, BpfFunction>();
  const functionAt = (section: number, offset: number): BpfFunction | undefined =>
    functions.get(`${section}:${offset}`);
  const named = symbols.filter(({ type }) => type === STT_FUNC);
  for (const { name, section, value } of named) {
    functions.set(`${section}:${value}`, { name, frame: 0, calls: new Set() });
  }
  const called = new Set<BpfFunction>();
  for (const { section, value, size } of named) {
    const code = sections[section]!.bytes.subarray(value, value + size);
    const relocations = relocationsOf(sections, section);
    const self = functionAt(section, value)!;
    const add = (callee: BpfFunction | undefined): void => {
      if (callee === undefined) throw new Error(`${self.name} calls a function that is not in the object`);
      self.calls.add(callee);
      called.add(callee);
    };
    walk(code, self, (at, immediate) => {
      const symbol = symbols[relocations.get(value + at) ?? -1];
      if (symbol === undefined) add(functionAt(section, value + at + (1 + immediate) * INSTRUCTION_BYTES));
      else if (symbol.type === STT_SECTION) add(functionAt(symbol.section, (immediate + 1) * INSTRUCTION_BYTES));
      // a function of the kernel's own has the kernel's stack
      else if (symbol.section !== SHN_UNDEF) add(functionAt(symbol.section, symbol.value));
    });
  }
  return [...functions.values()]
    .filter((one) => !called.has(one))
    .map(deepest)
    .sort((one, other) => other.bytes - one.bytes);
}

/** Notes the frame of a function, and tells of each call of another one. */
function walk(code: Buffer, self: BpfFunction, onCall: (at: number, immediate: number) => void): void {
  let pointer = -1;
  for (let at = 0; at < code.length; at += INSTRUCTION_BYTES) {
    const opcode = code[at]!;
    const target = code[at + 1]! & 15;
    const source = code[at + 1]! >> 4;
    const offset = code.readInt16LE(at + 2);
    const immediate = code.readInt32LE(at + 4);
    const kind = opcode & 7;
    const base = kind === LOAD ? source : target;
    if ((kind === LOAD || kind === STORE || kind === STORE_IMMEDIATE) && base === FRAME_POINTER)
      self.frame = Math.max(self.frame, -offset);
    if (opcode === ADD_IMMEDIATE && target === pointer) self.frame = Math.max(self.frame, -immediate);
    pointer = opcode === MOVE && source === FRAME_POINTER ? target : -1;
    if (opcode === CALL && source === PSEUDO_CALL) onCall(at, immediate);
    if (opcode === LOAD_WIDE) at += INSTRUCTION_BYTES;
  }
}

function deepest(one: BpfFunction): StackDepth {
  const frame = Math.ceil(Math.max(one.frame, 1) / FRAME_UNIT) * FRAME_UNIT;
  const below = [...one.calls]
    .map(deepest)
    .reduce<StackDepth>((most, next) => (next.bytes > most.bytes ? next : most), { bytes: 0, path: [] });
  return { bytes: frame + below.bytes, path: [`${one.name} (${one.frame})`, ...below.path] };
}

function readSections(object: Buffer): Section[] {
  const table = Number(object.readBigUInt64LE(40));
  return Array.from({ length: object.readUInt16LE(60) }, (_, index) => {
    const at = table + index * SECTION_BYTES;
    const offset = Number(object.readBigUInt64LE(at + 24));
    return {
      type: object.readUInt32LE(at + 4),
      link: object.readUInt32LE(at + 40),
      info: object.readUInt32LE(at + 44),
      bytes: object.subarray(offset, offset + Number(object.readBigUInt64LE(at + 32))),
    };
  });
}

function readSymbols(sections: readonly Section[]): Symbol[] {
  const table = sections.find(({ type }) => type === SHT_SYMTAB)!;
  const names = sections[table.link]!.bytes;
  return Array.from({ length: table.bytes.length / SYMBOL_BYTES }, (_, index) => {
    const at = index * SYMBOL_BYTES;
    const name = table.bytes.readUInt32LE(at);
    return {
      name: names.toString('latin1', name, names.indexOf(0, name)),
      type: table.bytes[at + 4]! & 15,
      section: table.bytes.readUInt16LE(at + 6),
      value: Number(table.bytes.readBigUInt64LE(at + 8)),
      size: Number(table.bytes.readBigUInt64LE(at + 16)),
    };
  });
}

/** Number of the symbol for each place in a section that has a relocation. */
function relocationsOf(sections: readonly Section[], section: number): Map<number, number> {
  const { bytes } = sections.find(({ type, info }) => type === SHT_REL && info === section) ?? {
    bytes: Buffer.alloc(0),
  };
  return new Map(
    Array.from({ length: bytes.length / REL_BYTES }, (_, index) => [
      Number(bytes.readBigUInt64LE(index * REL_BYTES)),
      bytes.readUInt32LE(index * REL_BYTES + 12),
    ]),
  );
}
