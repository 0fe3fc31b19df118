import type { Event } from '../../model/event.js';
import { type Clue, fired, type Heuristic, type Outcome } from '../heuristic.js';

const ATTACKED: Clue = {
  id: 'sensor-attack',
  kind: 'aggravation',
  effect: 'touch',
  grave: true,
  title: 'Attack on the sensor',
  sentence: ({ actor, target }) => `${target} is this sensor: ${actor} could blind it so`,
};

const attacked = fired([ATTACKED]);

function evaluate({ target }: Event): Outcome {
  return target?.process?.host?.sensor === true ? attacked : undefined;
}

/** Whoever wants not to be seen starts with who looks. */
export const sensorAttack: Heuristic = {
  definition: {
    id: 'sensor-attack',
    title: 'Attack on the sensor',
    description:
      'A process attached to the sensor itself, read or wrote its memory, took a descriptor of it, or tried to. Nobody does so by accident.',
    attack: ['T1562.001'],
    analytics: ['AN1400'],
    operations: [
      'attach',
      'seize',
      'write-text',
      'write-data',
      'write-user',
      'set-registers',
      'kill',
      'interrupt',
      'remote-write',
      'remote-read',
      'open-mem',
      'mem-write',
      'fd-steal',
    ],
    sources: ['bpf'],
    parties: 'any',
    needs: ['target.process.host'],
    parameters: [],
    knownGaps: [
      'Signals are not watched: kill -9 ends the sensor without an incident.',
      'Programs of the sensor can be detached by who may load BPF programs.',
    ],
    falsePositives: ['Somebody who debugs the sensor.'],
    nextSteps: ['Take the host for compromised with the rights of the actor, and look from outside.'],
  },
  clues: [ATTACKED],
  evaluate,
};
