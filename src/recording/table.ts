/** How a value of the model stands in a message, and back. */
export interface Converter<T, M> {
  readonly encode: (value: T) => M;
  /** undefined where the value is one that a newer version writes */
  readonly decode: (message: M) => T | undefined;
}

/** The same for a field without which the object means nothing: a message that lacks it is refused. */
export interface RequiredConverter<T, M> extends Converter<T, M> {
  readonly required: true;
}

type Keys<M> = Exclude<keyof M, '$unknowns'>;
type IsOptional<T, K extends keyof T> = Record<never, never> extends Pick<T, K> ? true : false;

/** A field that both have, under one name; an optional one is `optional` in the message too. */
type Field<T, M, K extends keyof T & keyof M> =
  IsOptional<T, K> extends true
    ? null extends M[K]
      ? Converter<NonNullable<T[K]>, NonNullable<M[K]>>
      : never
    : null extends M[K]
      ? never
      : RequiredConverter<T[K], NonNullable<M[K]>>;

/**
 * A converter for each field of T, which stands in the message M under the same name. A field that one of the two
 * lacks, or that only one of them may lack, leaves nothing that could be written here: it does not compile.
 */
export type Table<T, M> = {
  readonly [K in keyof T | Keys<M>]-?: K extends keyof T & keyof M ? Field<T, M, K> : never;
};

/** A message that is not as the format says. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

interface AnyField extends Converter<unknown, unknown> {
  readonly required?: true;
}

type AnyObject = Record<string, unknown>;

/** Converts objects field by field. A field that is absent stays absent. */
export function message<T extends object, M extends object>(table: Table<T, M>): Converter<T, M> {
  const fields = table as Readonly<Record<string, AnyField>>;
  const names = Object.keys(fields);
  const converters = Object.values(fields);

  const encode = (value: T): M => {
    const encoded: AnyObject = {};
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      const field = (value as AnyObject)[name];
      if (field !== undefined) encoded[name] = converters[index]!.encode(field);
    }
    return encoded as M;
  };

  const decode = (encoded: M): T | undefined => {
    const value: AnyObject = {};
    let isWhole = true;
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      const field = (encoded as AnyObject)[name];
      const { decode, required } = converters[index]!;
      if (field !== null && field !== undefined) {
        const decoded = decode(field);
        if (decoded !== undefined) value[name] = decoded;
        else if (required) isWhole = false;
      } else if (required) throw new MalformedError(`it lacks the field ${name}`);
    }
    return isWhole ? (value as T) : undefined;
  };

  return { encode, decode };
}

/** Makes a field's converter that of one which must be there. */
export function required<T, M>(converter: Converter<T, M>): RequiredConverter<T, M> {
  return { ...converter, required: true };
}
