export { Crosscheck } from './crosscheck.js';
export type * from './input.js';
export type * from './report.js';
