export { RecordingError, RecordingFileError } from './errors.js';
export {
  type ClockOffset,
  FORMAT_VERSION,
  type Frame,
  type RecordedCounts,
  type RecordedProbe,
  type RecordedStatus,
  type RecordingEnd,
  type RecordingHeader,
  type RecordingHost,
} from './frame.js';
export { type Recording, type RecordingSummary, readRecording } from './reading.js';
export { Recorder, type RecorderOptions, type RecorderTotals } from './recorder.js';
