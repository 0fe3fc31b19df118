/** A recording cannot be made: the file is there already, or the system does not let it be written. */
export class RecordingFileError extends Error {
  override readonly name = 'RecordingFileError';
  readonly file: string;
  /** the file is there already, and was not to be replaced */
  readonly exists: boolean;

  constructor(file: string, message: string, exists = false) {
    super(message);
    this.file = file;
    this.exists = exists;
  }
}

/** A recording cannot be read from `offset` on. The message is what stands there instead. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly file: string;
  /** bytes from the beginning of the file */
  readonly offset: number;

  constructor(file: string, offset: number, message: string) {
    super(message);
    this.file = file;
    this.offset = offset;
  }
}
