// A reader of BTF, as far as the event ABI needs it: structs, enums, arrays, typedefs and integers.
// Source: Documentation/bpf/btf.rst and include/uapi/linux/btf.h of the kernel.

const BTF_MAGIC = 0xeb9f;

// BTF_KIND_* by number; undefined kinds are not written by clang for the BPF target.
const KINDS = [
  'void',
  'int',
  'ptr',
  'array',
  'struct',
  'union',
  'enum',
  'fwd',
  'typedef',
  'volatile',
  'const',
  'restrict',
  'func',
  'func_proto',
  'var',
  'datasec',
  'float',
  'decl_tag',
  'type_tag',
  'enum64',
];

// Bytes that follow struct btf_type, without and for each of its vlen items.
const EXTRA = {
  int: [4, 0],
  array: [12, 0],
  struct: [0, 12],
  union: [0, 12],
  enum: [0, 8],
  func_proto: [0, 8],
  var: [4, 0],
  datasec: [0, 12],
  decl_tag: [4, 0],
  enum64: [0, 12],
};

/** The bytes of a section of a little-endian 64-bit ELF file. Throws where there is none. */
export function sectionOfElf(file, wanted) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46) throw new Error('not an ELF file');
  const tableOffset = Number(view.getBigUint64(40, true));
  const entrySize = view.getUint16(58, true);
  const count = view.getUint16(60, true);
  const header = (index) => {
    const at = tableOffset + index * entrySize;
    const offset = Number(view.getBigUint64(at + 24, true));
    return {
      name: view.getUint32(at, true),
      bytes: file.subarray(offset, offset + Number(view.getBigUint64(at + 32, true))),
    };
  };
  const names = header(view.getUint16(62, true)).bytes;
  for (let index = 0; index < count; index++) {
    const section = header(index);
    if (names.toString('latin1', section.name, names.indexOf(0, section.name)) === wanted) return section.bytes;
  }
  throw new Error(`the ELF file has no section ${wanted}`);
}

/** Types by number, with find(kind, name) and sizeOf(number). */
export function readBtf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== BTF_MAGIC) throw new Error('not little-endian BTF');
  const headerLength = view.getUint32(4, true);
  const end = headerLength + view.getUint32(8, true) + view.getUint32(12, true);
  const strings = headerLength + view.getUint32(16, true);
  const text = (offset) => bytes.toString('latin1', strings + offset, bytes.indexOf(0, strings + offset));

  const types = [{ kind: 'void', name: '' }];
  let at = headerLength + view.getUint32(8, true);
  while (at < end) {
    const info = view.getUint32(at + 4, true);
    const kind = KINDS[(info >>> 24) & 31];
    const items = info & 0xffff;
    const type = { kind, name: text(view.getUint32(at, true)), sizeOrType: view.getUint32(at + 8, true) };
    const body = at + 12;
    const [fixed, each] = EXTRA[kind] ?? [0, 0];
    if (kind === 'struct' || kind === 'union') {
      type.size = type.sizeOrType;
      type.members = Array.from({ length: items }, (_, index) => ({
        name: text(view.getUint32(body + index * 12, true)),
        type: view.getUint32(body + index * 12 + 4, true),
        offset: (view.getUint32(body + index * 12 + 8, true) & 0xffffff) / 8,
      }));
    } else if (kind === 'enum') {
      type.values = Array.from({ length: items }, (_, index) => ({
        name: text(view.getUint32(body + index * 8, true)),
        value: view.getInt32(body + index * 8 + 4, true),
      }));
    } else if (kind === 'array') {
      type.element = view.getUint32(body, true);
      type.length = view.getUint32(body + 8, true);
    }
    types.push(type);
    at = body + fixed + each * items;
  }

  const sizeOf = (number) => {
    const type = types[number];
    switch (type.kind) {
      case 'int':
      case 'enum':
      case 'struct':
      case 'union':
      case 'float':
      case 'enum64':
        return type.sizeOrType;
      case 'ptr':
        return 8;
      case 'array':
        return type.length * sizeOf(type.element);
      case 'typedef':
      case 'const':
      case 'volatile':
      case 'restrict':
      case 'type_tag':
        return sizeOf(type.sizeOrType);
      default:
        throw new Error(`a ${type.kind} has no size`);
    }
  };
  const find = (kind, name) => {
    const type = types.find((one) => one.kind === kind && one.name === name);
    if (type === undefined) throw new Error(`the BTF has no ${kind} ${name}`);
    return type;
  };
  return { types, find, sizeOf };
}
