import { readEffectiveCapabilities } from '../../src/host/capabilities.js';
import { isAtLeast, readKernel } from '../../src/host/kernel.js';
import { readNamespaces } from '../../src/host/namespaces.js';
import { readSecurity } from '../../src/host/security.js';

/** Set to 1, it turns the skipping of kernel tests into a failure. */
export const REQUIRE = 'INTERLOPER_REQUIRE_KERNEL';

/** Why the BPF programs cannot be expected to load here; undefined where they can. */
export function kernelObstacle(): string | undefined {
  const kernel = readKernel();
  if (process.platform !== 'linux') return `this is ${process.platform}`;
  if (isAtLeast(kernel, 5, 8) === false) return `the kernel is ${kernel.release}, older than 5.8`;
  if (!kernel.btf) return 'the kernel has no BTF';
  if (process.geteuid?.() !== 0) return 'not root';
  if (readEffectiveCapabilities()?.includes('CAP_SYS_ADMIN') !== true) return 'root without CAP_SYS_ADMIN';
  if (readNamespaces().initialUser === false) return 'in a user namespace of its own';
  if (readSecurity().lockdown === 'confidentiality') return 'the kernel is locked down for confidentiality';
  return undefined;
}

/**
 * A suite that loads BPF programs. Where that cannot work it is skipped and says why, or fails with
 * INTERLOPER_REQUIRE_KERNEL=1. From there on a program that does not load is a failure.
 */
export function kernelTests(title: string, suite: (this: Mocha.Suite) => void): void {
  const obstacle = kernelObstacle();
  if (obstacle === undefined) {
    describe(title, suite);
  } else if (process.env[REQUIRE] === '1') {
    describe(title, () => {
      it('runs on this host', () => {
        throw new Error(`the kernel tests were required (${REQUIRE}=1) and cannot run: ${obstacle}`);
      });
    });
  } else {
    describe.skip(`${title} (skipped: ${obstacle})`, suite);
  }
}

/** Skips the test that runs, and says why: the tables of `make lab` tell it. */
export function skipBecause(context: Mocha.Context, reason: string): never {
  Object.assign(context.test!, { skipReason: reason });
  return context.skip();
}

/** The same where this kernel has nothing that could be seen. */
export function skipAsAbsent(context: Mocha.Context, reason: string): never {
  Object.assign(context.test!, { isAbsent: true });
  return skipBecause(context, reason);
}
