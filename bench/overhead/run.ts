import { CALLS, compilePrograms, parseCosts } from './calls.js';
import { SUBJECTS } from './subjects.js';
import { measureRounds, renderRounds } from './table.js';

// What a system call costs under the sensor, under a bpftrace program for the same calls, and under auditd with the rules
// that `interloper rules --format auditd` prints, over what it costs under neither: all measured in turn, in several
// rounds.
// usage: node dist/bench/overhead/run.js [ROUNDS]

const ROUNDS = Number(process.argv[2] ?? 5);

compilePrograms();
const rounds = await measureRounds(ROUNDS, Object.keys(SUBJECTS), (name) =>
  SUBJECTS[name]!(async (run) => parseCosts(await run(CALLS))),
);
console.log(`ns a call: median of ${ROUNDS} rounds (least–most). Ratios are to nothing, in the same round.\n`);
console.log(renderRounds(rounds, 'call', 0));
