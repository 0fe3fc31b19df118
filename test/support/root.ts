import { REQUIRE } from './kernel.js';

/** A test that only root can pass: skipped for others, unless INTERLOPER_REQUIRE_KERNEL=1 says that it has to run. */
export const asRoot = process.geteuid?.() === 0 || process.env[REQUIRE] === '1' ? it : it.skip;
