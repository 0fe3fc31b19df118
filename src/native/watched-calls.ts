import { CompatNumber, NativeNumber, WatchedCalls, WatchedCell, X32Number } from '../wire/layout.js';

type NameIn<Key, Prefix extends string> = Key extends `${Prefix}${infer Name}` ? Lowercase<Name> : never;

/** A call by its name in bpf/numbers.bpf.h. */
export type NativeCall = NameIn<keyof typeof NativeNumber, 'NR_'>;
export type CompatCall = NameIn<keyof typeof CompatNumber, 'NR32_'>;

/** What has to hold of a call for its program to be run; it costs nearly nothing where that does not. */
export type Condition = 'asks-exec' | 'opened' | 'writable';

const CONDITIONS: Readonly<Record<Condition, number>> = {
  'asks-exec': WatchedCell.WATCHED_IF_EXEC,
  opened: WatchedCell.WATCHED_IF_OPENED,
  writable: WatchedCell.WATCHED_IF_WRITABLE,
};

/** A call that the program at the exit of all calls passes on: see bpf/watched.h. */
export interface WatchedCall {
  readonly cell: number;
  readonly program: string;
  /** flags of the cell */
  readonly condition: number;
}

/** 64-bit calls, of the x32 interface too, as `program` is to take them. */
export function watchNative(program: string, calls: readonly NativeCall[], condition?: Condition): WatchedCall[] {
  return calls.flatMap((call) => {
    const key = call.toUpperCase();
    const nr = NativeNumber[`NR_${key}` as keyof typeof NativeNumber];
    const x32 = X32Number[`NRX32_${key}` as keyof typeof X32Number] ?? nr;
    return [2 * nr, WatchedCalls.WATCHED_X32 + x32].map((cell) => toWatched(cell, program, condition));
  });
}

/** The same of 32-bit calls. */
export function watchCompat(program: string, calls: readonly CompatCall[], condition?: Condition): WatchedCall[] {
  return calls.map((call) => {
    const nr = CompatNumber[`NR32_${call.toUpperCase()}` as keyof typeof CompatNumber];
    return toWatched(2 * nr + 1, program, condition);
  });
}

function toWatched(cell: number, program: string, condition: Condition | undefined): WatchedCall {
  return { cell, program, condition: condition === undefined ? 0 : CONDITIONS[condition] };
}
