import { readAudit } from './audit.js';
import { readEffectiveCapabilities } from './capabilities.js';
import type { Facts, Trial } from './doctor.js';
import { readKernel } from './kernel.js';
import { readNamespaces } from './namespaces.js';
import { readSecurity } from './security.js';

/** Reads the host; what became of the probes is given. */
export function readFacts(trial: Trial): Facts {
  const capabilities = readEffectiveCapabilities();
  return {
    kernel: readKernel(),
    uid: process.geteuid?.() ?? -1,
    ...(capabilities !== undefined && { capabilities }),
    namespaces: readNamespaces(),
    security: readSecurity(),
    audit: readAudit(),
    trial,
  };
}
