import { addon } from './addon.js';
import {
  type AttachMode,
  CALL_EXIT,
  type CaptureScope,
  FENTRY_TRIAL,
  type Hook,
  PROBES,
  type Probe,
  programsOf,
} from './programs.js';

/** `auto` takes the best hook of each probe. */
export type Attach = AttachMode | 'auto';

/** The hook that is to serve a probe, or why there is none. */
export interface Choice {
  readonly probe: Probe;
  readonly hook?: Hook;
  readonly error?: string;
}

export interface Preference {
  readonly attach: Attach;
  readonly scope: CaptureScope;
  /** watch 32-bit calls also where they alone would need a program at the exit of every call */
  readonly i386: boolean;
}

/** What this kernel offers to hook, asked once a process: it stays what it is until the next boot. */
class Offer {
  readonly fentryError: Error | undefined;
  readonly #functions = new Map<string, boolean>();

  constructor() {
    const names = [...new Set(PROBES.flatMap(({ hooks }) => hooks.flatMap(({ functions }) => functions)))];
    const present = addon().kernelFunctions(names);
    for (const [index, name] of names.entries()) this.#functions.set(name, present[index]!);
    this.fentryError = addon().tryProgram(FENTRY_TRIAL);
  }

  readonly lacks = (hook: Hook): string | undefined => {
    const missing = hook.functions.find((name) => !this.#functions.get(name));
    if (missing !== undefined) return `the kernel has no function ${missing}`;
    return hook.mode === 'fentry' ? this.fentryError?.message : undefined;
  };
}

let offer: Offer | undefined;

/**
 * The best hook of each probe by what the kernel says it has, untried.
 * @throws {Error} the kernel's BTF cannot be read; has errno
 */
export function chooseHooks(preference: Preference): Choice[] {
  offer ??= new Offer();
  const { lacks } = offer;
  return chooseBy(preference, lacks);
}

/** The same, with each program loaded and attached for a moment: slower, and sure. */
export function tryHooks(preference: Preference): Choice[] {
  offer ??= new Offer();
  const tried = new Map<string, string | undefined>();
  const works = (program: string): string | undefined => {
    if (!tried.has(program)) tried.set(program, addon().tryProgram(program)?.message);
    return tried.get(program);
  };
  const { lacks: plainly } = offer;
  const lacks = (hook: Hook): string | undefined =>
    plainly(hook) ??
    programsOf(hook, preference.scope)
      .map(works)
      .find((error) => error !== undefined);
  return chooseBy(preference, lacks);
}

const probesOf = ({ scope }: Preference): Probe[] =>
  PROBES.filter((probe) => probe.scope === undefined || probe.scope === scope);

/** Why a hook cannot be used; undefined where it can. */
type Lacks = (hook: Hook) => string | undefined;

/**
 * The best hook of each probe that lacks nothing. A kernel without functions for 32-bit calls has hardly such calls, and a program at the exit of every call costs all of
 * them: once another probe needs that program, they cost nothing more.
 */
export function chooseBy(preference: Preference, lacks: Lacks): Choice[] {
  const probes = probesOf(preference);
  const others = probes.filter(({ abi }) => abi !== 'i386').map((probe) => choose(probe, preference, lacks, true));
  const atEveryExit = preference.i386 || others.some(({ hook }) => hook?.programs.includes(CALL_EXIT));
  const narrow = probes.filter(({ abi }) => abi === 'i386');
  const choices = [...others, ...narrow.map((probe) => choose(probe, preference, lacks, atEveryExit))];
  return probes.map((probe) => choices.find((choice) => choice.probe === probe)!);
}

function choose(probe: Probe, { attach }: Preference, lacks: Lacks, atEveryExit: boolean): Choice {
  const reasons: string[] = [];
  for (const hook of probe.hooks) {
    if (!isWanted(hook, probe, attach)) continue;
    const isForIt = !atEveryExit && hook.programs.includes(CALL_EXIT);
    const reason = isForIt ? 'seen only on demand, for it alone would cost every system call' : lacks(hook);
    if (reason === undefined) return { probe, hook };
    reasons.push(reason);
  }
  return { probe, error: [...new Set(reasons)].join('; ') || `there is no hook for it in attach mode ${attach}` };
}

/** A probe that has only one kind of hook keeps it in every mode. */
function isWanted(hook: Hook, { hooks }: Probe, attach: Attach): boolean {
  return attach === 'auto' || hook.mode === attach || hooks.every(({ mode }) => mode !== attach);
}
