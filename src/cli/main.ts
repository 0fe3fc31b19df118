#!/usr/bin/env node
import { EXIT } from './errors.js';
import { run } from './program.js';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A command that listens too, to bring its work to an end first, sees to it.
    if (stream.listenerCount('error') > 1) return;
    // A reader that has seen enough (`| head`) ends the program, and that is no failure.
    if (error.code === 'EPIPE') process.exit();
    if (stream === process.stdout) {
      process.stderr.write(`interloper: cannot write to the standard output: ${error.message}\n`);
    }
    process.exit(EXIT.cannotRun);
  });
}

process.exitCode = await run(process.argv.slice(2));
