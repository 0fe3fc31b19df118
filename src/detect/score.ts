import type { Severity } from '../model/incident.js';
import type { Parameters } from './parameters.js';

/** The severity of a score. */
export function severityOf(score: number, parameters: Parameters): Severity {
  const { critical, high, medium, low } = parameters.severities;
  if (score >= critical) return 'critical';
  if (score >= high) return 'high';
  if (score >= medium) return 'medium';
  return score >= low ? 'low' : 'info';
}

/** A sum of weights as a score. */
export function clampScore(sum: number): number {
  return Math.max(0, Math.min(100, Math.round(sum)));
}
