export type { Scope } from './interest.js';
export type { BpfNotice, ConfigChange, Notice } from './notice.js';
export { AuditReader, type ReaderHandlers, type ReaderOptions } from './reader.js';
export { emptyStatistics, type Statistics } from './statistics.js';
export { UNREADABLE_TEXT, type UnreadableLine, type UnreadableReason } from './unreadable.js';
