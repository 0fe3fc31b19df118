import { SensorLoadError } from '../native/sensor.js';
import { Sensor, type SensorOptions } from '../sensor.js';
import { CannotRunError } from './errors.js';
import { explainLoadError } from './load-error.js';

export type { Sensor };

/** @throws {CannotRunError} this host does not let the sensor start; the message says what to do */
export function startSensor(options: SensorOptions): Sensor {
  try {
    return Sensor.start(options);
  } catch (error) {
    if (error instanceof SensorLoadError) throw new CannotRunError(explainLoadError(error));
    throw error;
  }
}
