import { type Clue, HEURISTICS } from '../detect/index.js';
import type { Incident } from '../model/incident.js';

const CLUES: ReadonlyMap<string, Clue> = new Map(
  HEURISTICS.flatMap(({ clues }) => clues).map((clue): [string, Clue] => [clue.id, clue]),
);

/** What shows that the target did what it was made to do, by the clue that shows it; the surest first. */
const TAKEN: readonly (readonly [id: string, sentence: string])[] = [
  ['injected-call', 'What was written into it has run: calls came from that memory.'],
  ['remote-call', 'It did as it was told: it made calls for the actor.'],
  ['exec-memory-after-write', 'It has gained memory that can run code; that code ran there was not seen.'],
  ['set-registers', 'Its registers were set: it goes on where the actor says.'],
];

/** The same of a process that acted on itself alone. */
const ALONE: readonly (readonly [id: string, sentence: string])[] = [
  ['exec-memfd', 'It succeeded: the program was executed.'],
  ['exec-unlinked', 'It succeeded: the program was executed.'],
  ['exec-unmounted', 'It succeeded: the program was executed.'],
  ['exec-shm', 'It succeeded: the program was executed.'],
  ['map-library', 'It succeeded: the code is mapped and can run; that it ran is not seen by itself.'],
  ['map-private', 'It succeeded: the code is mapped and can run; that it ran is not seen by itself.'],
  ['unbacked-call', 'It succeeded: the code ran, for it made the call.'],
  ['wrote-own-code', 'It succeeded: the code is changed, and runs as soon as the process gets there.'],
  ['wrote-own-vdso', 'It succeeded: the code is changed, and runs with the next call that goes through it.'],
];

/** Whether what was tried worked, and how sure that is: sentences for a person. */
export function outcomeOf(incident: Incident): string[] {
  const ids = new Set(incident.reasons.map(({ id }) => id));
  const clues = [...ids].flatMap((id) => (id === undefined ? [] : (CLUES.get(id) ?? [])));
  if (clues.length === 0) return [];
  return [success(incident, clues, ids), certainty(incident)];
}

function success({ target, argument }: Incident, clues: readonly Clue[], ids: ReadonlySet<string | undefined>): string {
  const remote = target !== null || argument !== undefined;
  if (clues.every(({ effect }) => effect === 'attempt')) return 'It failed: no call did what it was to do.';
  if (!clues.some(({ effect }) => effect === 'alter')) {
    return remote ? 'Nothing shows that the target was changed.' : 'Nothing shows more than what ordinary programs do.';
  }
  const first = (sentences: typeof TAKEN): string | undefined => sentences.find(([id]) => ids.has(id))?.[1];
  if (!remote) return first(ALONE) ?? 'It succeeded.';
  return `It succeeded: the target was changed. ${first(TAKEN) ?? 'That what was written has run was not seen.'}`;
}

function certainty({ inferences = [], notEvaluable, lost }: Incident): string {
  const doubts = [
    ...(inferences.length > 0 ? ['some of it is concluded from other events'] : []),
    ...(notEvaluable.length > 0 ? ['some questions stayed open'] : []),
    ...(lost > 0 ? ['events were lost meanwhile'] : []),
  ];
  const seen = 'Each step is a call that was seen with its result';
  return doubts.length === 0 ? `${seen}, and nothing was lost meanwhile.` : `${seen}, but ${list(doubts)}: see below.`;
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
