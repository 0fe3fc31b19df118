/**
 * Names of the ATT&CK techniques that heuristics point to. Source: attack.mitre.org, Enterprise matrix; a sub-technique is
 * named with its technique.
 */
const NAMES: Readonly<Record<string, string>> = {
  T1003: 'OS Credential Dumping',
  'T1003.007': 'OS Credential Dumping: Proc Filesystem',
  T1055: 'Process Injection',
  'T1055.008': 'Process Injection: Ptrace System Calls',
  'T1055.009': 'Process Injection: Proc Memory',
  'T1055.012': 'Process Injection: Process Hollowing',
  'T1055.014': 'Process Injection: VDSO Hijacking',
  T1106: 'Native API',
  'T1562.001': 'Impair Defenses: Disable or Modify Tools',
  T1620: 'Reflective Code Loading',
  T1622: 'Debugger Evasion',
};

/** A technique as a person knows it. */
export interface Technique {
  readonly id: string;
  /** absent where it is not known here */
  readonly name?: string;
  readonly url: string;
}

/** The technique with this id: `T1055.008`. */
export function techniqueOf(id: string): Technique {
  const name = NAMES[id];
  return {
    id,
    ...(name !== undefined && { name }),
    url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
  };
}
