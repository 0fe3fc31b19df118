export { Baseline, type BaselineContent, habitsOf, type Identify } from './baseline.js';
export { type Entry, type Habit, habitKey, type Program } from './entry.js';
export { BaselineFormatError, formatBaseline, parseBaseline } from './format.js';
export { type BaselineWeights, weigh } from './weigh.js';
