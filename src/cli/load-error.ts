import { cureFor, hostFindings } from '../host/doctor.js';
import { readFacts } from '../host/facts.js';
import type { SensorLoadError } from '../native/sensor.js';

/** Why the sensor could not start, and what to do about it: what of the host is to blame, else the kernel's words. */
export function explainLoadError({ message }: SensorLoadError): string {
  const facts = readFacts({ ran: false, error: message });
  const blocking = hostFindings(facts).find(({ level }) => level === 'blocks');
  const why = blocking === undefined ? message : `${blocking.what}; ${blocking.consequence}`;
  const cure = blocking?.cure ?? cureFor(message);
  return `the sensor cannot start: ${why}\nTo do: ${cure}. \`interloper doctor\` tells more.`;
}
