import { createReadStream } from 'node:fs';

// The least that a program in Node.js can do with a log: cut it into lines, as strings, and count those of one type.
let rest = '';
let lines = 0;
let calls = 0;
for await (const chunk of createReadStream(process.argv[2]!, { encoding: 'latin1', highWaterMark: 256 * 1024 })) {
  const parts = (rest + chunk).split('\n');
  rest = parts.pop()!;
  lines += parts.length;
  for (const line of parts) if (line.startsWith('type=SYSCALL')) calls++;
}
process.stderr.write(`${lines} lines, ${calls} calls\nmaxrss ${process.resourceUsage().maxRSS}\n`);
