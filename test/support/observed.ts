import type { Operation } from '../../src/model/event.js';

const seen = new Set<Operation>();

/** Notes that the sensor saw an operation. */
export function noteOperation(operation: Operation): void {
  seen.add(operation);
}

/** The operations seen since the last call. */
export function takeOperations(): Operation[] {
  const operations = [...seen].sort();
  seen.clear();
  return operations;
}
