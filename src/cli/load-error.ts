import { diagnose } from '../host/doctor.js';
import { readFacts } from '../host/facts.js';
import type { SensorLoadError } from '../native/sensor.js';

/** Why the sensor could not start, and what to do about it: what of the host is to blame, else the kernel's words. */
export function explainLoadError({ message }: SensorLoadError): string {
  const { findings } = diagnose(readFacts({ ran: false, error: message }));
  const { what, consequence, cure } = findings.find(({ level }) => level === 'blocks')!;
  return `the sensor cannot start: ${what}; ${consequence}.\nTo do: ${cure}. \`interloper doctor\` tells more.`;
}
