/**
 * Interloper as a library: the sensor on a live host, the analysis of audit logs, the engine for events of any origin,
 * and the output formats. Importing it loads no native code; `Sensor.start()` does, and needs root.
 *
 * @example
 * const sensor = Sensor.start({
 *   onIncident: (incident) => console.log(formatJsonLine({ kind: 'incident', incident })),
 *   onLoss: (loss) => console.error(`${loss.count} events lost`),
 * });
 * process.once('SIGTERM', () => sensor.stop());
 *
 * @packageDocumentation
 */
export { Analysis, type AnalysisOptions, type AnalysisTotals } from './analysis.js';
export type { Statistics, UnreadableLine, UnreadableReason } from './audit/index.js';
export { type Configuration, ConfigurationError, loadConfiguration, parseConfiguration } from './config/index.js';
export {
  DEFAULTS,
  type Definition,
  Engine,
  type EngineOptions,
  type Evidence,
  HEURISTICS,
  type Heuristic,
  type ParameterOverrides,
  type Parameters,
  type Totals,
} from './detect/index.js';
export {
  type Abi,
  type Event,
  type Memory,
  type Operation,
  type Origin,
  type RecordReference,
  type Region,
  type Source,
  succeeded,
  type Target,
} from './model/event.js';
export {
  atLeast,
  type Incident,
  type NotEvaluable,
  type Reason,
  SEVERITIES,
  type Severity,
} from './model/incident.js';
export type { Loss } from './model/loss.js';
export {
  FILE_ROLES,
  type File,
  type FileIdentity,
  type FileRole,
  type HostFacts,
  type Process,
  type ProcessReference,
  processKey,
} from './model/process.js';
export {
  compareTimestamps,
  formatTimestamp,
  secondsBetween,
  type Timestamp,
  timestampFromNanoseconds,
} from './model/timestamp.js';
export { type Word, wordToHex } from './model/word.js';
export type { Probe } from './native/programs.js';
export {
  type ActorFilter,
  type CaptureScope,
  type FilteredExe,
  type ProgramStatus,
  SensorLoadError,
} from './native/sensor.js';
export {
  type ClockOffset,
  type Frame,
  type RecordedCounts,
  type RecordedProbe,
  type RecordedStatus,
  Recorder,
  type RecorderOptions,
  type RecorderTotals,
  type Recording,
  type RecordingEnd,
  RecordingError,
  RecordingFileError,
  type RecordingHeader,
  type RecordingHost,
  type RecordingSummary,
  readRecording,
} from './recording/index.js';
export { Replay, type ReplayOptions } from './replay.js';
export { clockOffset, Sensor, type SensorOptions, type SensorTotals } from './sensor.js';
export { escapeText } from './sinks/escape.js';
export type { Item, Sink, Status } from './sinks/item.js';
export { toJson } from './sinks/json.js';
export { formatJsonLine, JsonlSink } from './sinks/jsonl.js';
export type { LineWriterOptions } from './sinks/line-writer.js';
export { type PrettyOptions, PrettySink } from './sinks/pretty.js';
export { type BaselineContent, formatBaseline, parseBaseline } from './triage/baseline/index.js';
export type { ExceptionCount } from './triage/exceptions/index.js';
export { Triage, type TriageOptions, type TriageSettings } from './triage.js';
