import { type Machine, NEEDS, ruleFor, WIDTHS } from '../audit/policy/needs.js';
import { DEFAULTS, type Definition, HEURISTICS } from '../detect/index.js';

/** A heuristic as `rules` shows it. */
export interface RuleDescription extends Omit<Definition, 'parameters' | 'parties'> {
  readonly clues: readonly {
    readonly id: string;
    readonly kind: 'act' | 'aggravation';
    readonly effect: string;
    /** what it adds to the score where it is the gravest, and beside a graver one */
    readonly alone: number;
    readonly further: number;
  }[];
  /** dotted path in the configuration, and its default */
  readonly parameters: readonly { readonly path: string; readonly value: unknown }[];
  /** the audit rules that it needs, on x86_64 */
  readonly auditRules: readonly string[];
}

export function describeRules(): RuleDescription[] {
  return HEURISTICS.map(({ definition, clues }) => {
    const { parties: _parties, parameters, ...rest } = definition;
    return {
      ...rest,
      clues: clues.map(({ id, kind, effect }) => ({ id, kind, effect, ...DEFAULTS.weights[id] })),
      parameters: parameters.map((path) => ({ path, value: valueAt(DEFAULTS, path) })),
      auditRules: auditRulesFor(definition.id, 'x86_64'),
    };
  });
}

function auditRulesFor(heuristic: string, machine: Machine): string[] {
  return NEEDS.filter(({ heuristics }) => heuristics.includes(heuristic)).flatMap((need) =>
    WIDTHS.map((width) => ruleFor(need, width, machine)).filter((rule) => rule !== undefined),
  );
}

function valueAt(object: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}
