import { run } from '../../src/cli/program.js';

// The command as a user runs it; then the most memory that it took, on standard error.
const code = await run(['analyze', '--format', 'jsonl', ...process.argv.slice(2)]);
process.stderr.write(`maxrss ${process.resourceUsage().maxRSS}\n`);
process.exitCode = code;
