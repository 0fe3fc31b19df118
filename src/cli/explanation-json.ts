import type { Explanation, Step } from '../explain/index.js';
import { formatTimestamp } from '../model/timestamp.js';
import { escapeJson } from '../sinks/escape.js';
import { toJson } from '../sinks/json.js';

/** Explanations as a JSON array, indented, safe for a terminal. */
export function explanationJson(explanations: readonly Explanation[]): string {
  const text = JSON.stringify(explanations.map(toPlain), undefined, 2);
  return `${text.split('\n').map(escapeJson).join('\n')}\n`;
}

function toPlain({ incident, timeline, losses, ...rest }: Explanation): Record<string, unknown> {
  return {
    incident: toJson({ kind: 'incident', incident }),
    timeline: timeline?.map(stepJson),
    losses: losses.map((loss) => toJson({ kind: 'loss', loss })),
    ...rest,
  };
}

const stepJson = ({ time, ...rest }: Step): Record<string, unknown> => ({ time: formatTimestamp(time), ...rest });
