// Prints src/wire/layout.ts: the event ABI of bpf/event.h as the compiler laid it out, and the numbers that user space shares
// with the programs, read from the BTF of the object.
// usage: node scripts/generate-layout.mjs OBJECT
import { readFileSync } from 'node:fs';
import { readBtf, sectionOfElf } from './btf.mjs';

const STRUCTS = [
  'context',
  'event',
  'process_info',
  'parent_info',
  'memory_info',
  'origin_info',
  'file_info',
  'event_counts',
];
const ENUMS = [
  ...['event_kind', 'record_kind', 'event_flags', 'context_flags', 'file_flags', 'memory_flags', 'memory_region'],
  ...['native_number', 'compat_number', 'x32_number', 'watched_calls', 'watched_cell'],
];

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(`_${name}`);

const object = (name, entries) =>
  [`export const ${name} = {`, ...entries.map(([key, value]) => `  ${key}: ${value},`), '} as const;'].join('\n');

function structSource(btf, name) {
  const { size, members } = btf.find('struct', name);
  const perMember = (value) => members.map((member) => [camel(member.name), value(member)]);
  return [
    `export const ${pascal(name)}Size = ${size};`,
    object(
      `${pascal(name)}Offset`,
      perMember((member) => member.offset),
    ),
    object(
      `${pascal(name)}Width`,
      perMember((member) => btf.sizeOf(member.type)),
    ),
  ].join('\n');
}

function enumSource(btf, name) {
  return object(
    pascal(name),
    btf.find('enum', name).values.map(({ name: key, value }) => [key, value]),
  );
}

const path = process.argv[2];
if (path === undefined) {
  console.error('usage: node scripts/generate-layout.mjs OBJECT');
  process.exit(2);
}
const btf = readBtf(sectionOfElf(readFileSync(path), '.BTF'));
console.log(
  [
    '// Generated from the BTF of the BPF object by scripts/generate-layout.mjs. Do not edit: change bpf/event.h, bpf/numbers.bpf.h or bpf/watched.h.',
    '// Offsets and widths in bytes.',
    ...STRUCTS.map((name) => structSource(btf, name)),
    ...ENUMS.map((name) => enumSource(btf, name)),
  ].join('\n\n'),
);
