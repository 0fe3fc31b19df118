import type { Event } from '../../model/event.js';
import { isCode, isSameProcess } from '../evidence.js';
import {
  type Clue,
  type Context,
  fired,
  type Heuristic,
  type Names,
  notEvaluable,
  type Outcome,
  type Tally,
} from '../heuristic.js';
import { bytes, times, where } from '../sentence.js';

const sentence =
  (what: string) =>
  ({ actor }: Names, tally: Tally): string =>
    `${actor} wrote ${bytes(tally)} over ${what}${times(tally)}${where(tally)}, through its /proc mem file, which page protection does not stop`;

const OWN_CODE: Clue = {
  id: 'wrote-own-code',
  kind: 'act',
  effect: 'alter',
  stage: 'write',
  sentence: sentence('its own code'),
};

const OWN_VDSO: Clue = {
  id: 'wrote-own-vdso',
  kind: 'act',
  effect: 'alter',
  stage: 'write',
  title: 'Own vDSO overwritten through /proc/self/mem',
  attack: ['T1055.014'],
  sentence: sentence('its own vDSO'),
};

const ownCode = fired([OWN_CODE]);
const ownVdso = fired([OWN_VDSO]);
const regionAbsent = notEvaluable('memory.region');

function evaluate({ actor, target, memory }: Event, { bytes: moved, parameters }: Context): Outcome {
  const owner = target?.process;
  if (owner === undefined || isSameProcess(actor, owner) === false || moved < parameters.writeThreshold)
    return undefined;
  const region = memory?.region;
  if (region === undefined) return regionAbsent;
  if (region === 'vdso') return ownVdso;
  return isCode(region) ? ownCode : undefined;
}

/** A shell becomes another program so, without executing one. Source: proc(5), /proc/pid/mem; vdso(7). */
export const selfTamper: Heuristic = {
  definition: {
    id: 'self-tamper',
    title: 'Own code overwritten through /proc/self/mem',
    description:
      'A process wrote into the code of its own program, of a library of its own or into its own vDSO through its /proc mem file. That file ignores page protection: so an interpreter that can only write files, a shell above all, turns itself into another program, which no execution tells of. Who generates code writes into memory that it may write.',
    attack: ['T1620', 'T1055.009'],
    analytics: ['AN0839', 'AN1494', 'AN1400'],
    operations: ['mem-write'],
    sources: ['bpf'],
    parties: 'actor',
    needs: ['target.process', 'memory.region'],
    parameters: ['writeThreshold'],
    knownGaps: [
      'What a process writes into its own data, heap or stack so is not told, nor into executable memory that is in no file: it could write there anyhow. A return address that is overwritten so, to code that is there already, is not seen.',
    ],
    falsePositives: ['Instrumentation that patches functions of its own process where mprotect is forbidden.'],
    nextSteps: [
      'Dump the memory of the process before it ends: what it runs is in no file.',
      'Find out what told it to: the script, the standard input, the connection.',
    ],
  },
  clues: [OWN_CODE, OWN_VDSO],
  evaluate,
};
