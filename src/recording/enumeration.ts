import type { Converter } from './table.js';

/** Names of a union as constants of a protobuf enum. A number that is none of them is one that a newer version writes. */
export function enumeration<Name extends string, Constant extends number>(
  constants: Readonly<Record<Name, Constant>>,
): Converter<Name, Constant> {
  const names = new Map(Object.entries(constants).map(([name, constant]) => [constant as Constant, name as Name]));
  return { encode: (name) => constants[name], decode: (constant) => names.get(constant) };
}
