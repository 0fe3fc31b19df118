export type { Exception, FileNumber, ProcessKey, RelationName } from './exception.js';
export { type ExceptionCount, Exceptions, type ExceptionsOptions } from './exceptions.js';
export type { HostAnswers } from './match.js';
export { tooWide } from './width.js';
