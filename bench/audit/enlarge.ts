import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * Makes a large audit log of a small one: copies of it one after the other, each with serial numbers and times that go on
 * from the one before, as one host's log would. `node enlarge.js FROM TO BYTES`
 */
const [from, to, bytes] = process.argv.slice(2);
if (from === undefined || to === undefined || bytes === undefined) {
  console.error('usage: enlarge.js FROM TO BYTES');
  process.exit(2);
}

const HEAD = /^(type=\S+ msg=audit\()(\d+)(\.\d+:)(\d+)(\).*)$/s;

const records = readFileSync(from, 'latin1')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('type=DAEMON'))
  .map((line) => HEAD.exec(line)!)
  .map(([, head = '', seconds, middle = '', serial, rest = '']) => ({
    head,
    seconds: Number(seconds),
    middle,
    serial: Number(serial),
    rest,
  }));
const span = (value: (one: (typeof records)[number]) => number): number => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    least = Math.min(least, value(record));
    most = Math.max(most, value(record));
  }
  return most - least + 1;
};
const serials = span(({ serial }) => serial);
const seconds = span((record) => record.seconds);

const file = openSync(to, 'w');
let written = 0;
for (let copy = 0; written < Number(bytes); copy++) {
  for (let at = 0; at < records.length; at += 10_000) {
    const text = records
      .slice(at, at + 10_000)
      .map(
        (one) => `${one.head}${one.seconds + copy * seconds}${one.middle}${one.serial + copy * serials}${one.rest}\n`,
      )
      .join('');
    written += writeSync(file, Buffer.from(text, 'latin1'));
  }
}
closeSync(file);
console.log(`${written} bytes in ${to}`);
