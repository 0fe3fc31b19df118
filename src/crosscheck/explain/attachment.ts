import type { Waiting } from '../waiting.js';
import type { Context, Explain, Explanation } from './context.js';

/** ns: both the stamp and the moment of attaching are cut to ms. What is stamped later was entered later, and is seen. */
const ROUNDING = 2e6;

/** The sensor was not attached yet, or not any more. Audit's stamp is of the entry, the sensor sees the return. */
export const attachment: Explain = (event, context) => {
  const { coverages, edge } = context;
  const at = coverages.at(event.time);
  if (at === undefined) return beforeAttach(event, context);
  if (at.value.coverage === undefined) return afterDetach(event, at, context);
  const next = coverages.after(event.time);
  // an end that is only the last thing known: the value of audit's clock may be a tick old
  const before = next?.value.from === undefined ? edge : 2 * edge;
  if (next !== undefined && next.value.coverage === undefined && next.time - event.time <= before) {
    return {
      cause: 'after-detach',
      certainty: 'likely',
      sentence: 'The sensor was detached about when the call returned.',
      evidence: [next.value.from ?? 'the sensor says when it detached'],
    };
  }
  const isFirst = coverages.at(at.time - 1) === undefined;
  if (!isFirst || event.time - at.time > ROUNDING) return undefined;
  return {
    cause: 'before-attach',
    certainty: 'likely',
    sentence: 'The sensor was being attached about when the call was made.',
    evidence: ['the sensor says when it attached'],
  };
};

function beforeAttach(event: Waiting, context: Context): Explanation {
  const next = context.coverages.after(event.time);
  const isFar = next === undefined || next.time - event.time > context.edge;
  const loaded = next && lastLoaded(event, context);
  const isUnloaded = loaded !== undefined && loaded.time > event.time + ROUNDING;
  return {
    cause: 'before-attach',
    certainty: isFar || isUnloaded ? 'certain' : 'likely',
    sentence: isUnloaded
      ? "The sensor's program that would have told it was not even loaded."
      : 'The sensor was not attached yet.',
    evidence: ['the sensor says when it attached', ...(isUnloaded ? [loaded.text] : [])],
  };
}

/** A call is told only when all programs that it takes are there. */
function lastLoaded(
  event: Waiting,
  { programs }: Context,
): { readonly time: number; readonly text: string } | undefined {
  let last: { readonly time: number; readonly text: string } | undefined;
  for (const { program, loaded } of programs.telling(event.event)) {
    if (loaded === undefined || (last !== undefined && loaded.time <= last.time)) continue;
    last = { time: loaded.time, text: `BPF LOAD, serial ${loaded.serial}: prog-id=${program.id} (${program.name})` };
  }
  return last;
}

function afterDetach(
  event: Waiting,
  { time, value }: { readonly time: number; readonly value: { readonly from?: string | undefined } },
  { programs, coverages, edge }: Context,
): Explanation {
  const next = coverages.after(event.time);
  const unloaded = [...programs.telling(event.event)].find(
    (one) => one.unloaded !== undefined && one.unloaded.time >= time - edge && one.unloaded.time <= event.time,
  );
  const record = unloaded?.unloaded;
  const said = value.from ?? 'the sensor says when it detached';
  return {
    cause: 'after-detach',
    certainty: value.from === undefined && (next === undefined || next.time - event.time > edge) ? 'certain' : 'likely',
    sentence: 'The sensor was not attached any more.',
    evidence: record
      ? [said, `BPF UNLOAD, serial ${record.serial}: prog-id=${unloaded.program.id} (${unloaded.program.name})`]
      : [said],
  };
}
