/** Why a line could not be read. */
export const NOT_A_RECORD = 1;
export const BAD_HEADER = 2;
export const TOO_LONG = 3;
export const TORN = 4;
export const BAD_SYSCALL = 5;
export const BAD_COMPANION = 6;
const SERIAL_CONFLICT = 7;

export type UnreadableReason =
  | typeof NOT_A_RECORD
  | typeof BAD_HEADER
  | typeof TOO_LONG
  | typeof TORN
  | typeof BAD_SYSCALL
  | typeof BAD_COMPANION
  | typeof SERIAL_CONFLICT;

/** What each reason means, for a person. */
export const UNREADABLE_TEXT: Record<UnreadableReason, string> = {
  [NOT_A_RECORD]: 'does not begin with type= or node=',
  [BAD_HEADER]: 'has no type=NAME msg=audit(SECONDS.MILLIS:SERIAL): as its head',
  [TOO_LONG]: 'is longer than any audit record',
  [TORN]: 'is cut off: the input ends without a newline',
  [BAD_SYSCALL]: 'is a SYSCALL record with a field that is missing or not a number',
  [BAD_COMPANION]: 'is a companion record with a field that is missing or malformed',
  [SERIAL_CONFLICT]: 'has a serial number that another event of the same time has already used',
};

/** A line that could not be read, as `--strict` shows it. */
export interface UnreadableLine {
  readonly reason: UnreadableReason;
  /** 1 for the first line of the input */
  readonly line: number;
  /** its beginning, at most 200 bytes, not escaped */
  readonly text: string;
}
