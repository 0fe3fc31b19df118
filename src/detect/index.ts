export { CIRCUMSTANCES } from './circumstances/index.js';
export { Engine, type EngineOptions, type Evidence, type Totals } from './engine.js';
export { bytesMoved } from './evidence.js';
export type { Clue, Definition, Heuristic, Names, Tally } from './heuristic.js';
export { HEURISTICS } from './heuristics/index.js';
export { HostEngines, type HostTotals } from './host-engines.js';
export { DEFAULTS, type ParameterOverrides, type Parameters, resolveParameters } from './parameters.js';
export { clampScore, severityOf } from './score.js';
export { nameArgument, nameProcess, nameReference } from './sentence.js';
