export { type Technique, techniqueOf } from './attack.js';
export { type Case, CaseFile } from './case-file.js';
export { type Advice, type Explanation, explain, type Score, type Unanswered } from './explanation.js';
export { type Step, Timeline } from './timeline.js';
