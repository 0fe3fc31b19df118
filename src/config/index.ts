export {
  type BaselineSettings,
  type Configuration,
  DEFAULT_CONFIGURATION,
  type ExceptionEntry,
  type FileKeyEntry,
  RELATIONS,
  type RelationName,
} from './configuration.js';
export { DEFAULT_FILE, type Loaded, loadConfiguration } from './load.js';
export { expiryOf, parseConfiguration } from './parse.js';
export { ConfigurationError, type Problem } from './problem.js';
export { CONFIG_SCHEMA } from './schema.js';
