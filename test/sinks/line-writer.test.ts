import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { LineWriter } from '../../src/sinks/line-writer.js';
import { failure, MemoryStream } from './memory-stream.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('LineWriter', () => {
  it('takes a reader that leaves for no error, once, and counts what it cannot write any more', async () => {
    const stream = new MemoryStream();
    const calls: string[] = [];
    const writer = new LineWriter(stream, { onClosed: () => calls.push('closed'), onError: () => calls.push('error') });
    stream.failure = failure('EPIPE');
    writer.write('a\n');
    await turn();
    assert.equal(writer.write('b\n'), false);
    assert.equal(writer.write('c\n'), false);
    await turn();
    assert.deepEqual(calls, ['closed']);
    assert.equal(writer.open, false);
    assert.equal(writer.unwritten, 2);
    await writer.close();
  });

  it('tells of any other failure', async () => {
    const stream = new MemoryStream();
    const errors: Error[] = [];
    const writer = new LineWriter(stream, { onError: (error) => errors.push(error) });
    stream.failure = failure('ENOSPC');
    writer.write('a\n');
    await turn();
    assert.deepEqual(
      errors.map(({ message }) => message),
      ['ENOSPC'],
    );
  });

  it('tells of the failure of a file before it is closed at the latest', async () => {
    const errors: (string | undefined)[] = [];
    const file = createWriteStream('/dev/full');
    const writer = new LineWriter(file, { onError: ({ code }: NodeJS.ErrnoException) => errors.push(code) });
    writer.write('a\n');
    await writer.close();
    assert.deepEqual(errors, ['ENOSPC']);
    await new Promise<void>((resolve) => file.once('close', resolve));
    assert.deepEqual(errors, ['ENOSPC']);
  });

  it('tells of a failure that the stream has not emitted yet', async () => {
    const stream = new MemoryStream();
    const errors: string[] = [];
    const writer = new LineWriter(stream, { onError: ({ message }) => errors.push(message) });
    stream.destroy(failure('EIO'));
    await writer.close();
    assert.deepEqual(errors, ['EIO']);
    await turn();
    assert.deepEqual(errors, ['EIO']);
  });

  it('drops what may be dropped, and nothing else, while the reader is slow', async () => {
    const stream = new MemoryStream();
    stream.hold = true;
    const writer = new LineWriter(stream, { maxWaiting: 10 });
    assert.equal(writer.write('0123456789\n', true), true);
    assert.equal(writer.write('event\n', true), false);
    assert.equal(writer.write('incident\n'), true);
    assert.equal(writer.dropped, 1);
    const closed = writer.close();
    stream.release();
    await closed;
    assert.equal(writer.write('event\n', true), true);
    await writer.close();
    assert.deepEqual(stream.lines, ['0123456789', 'incident', 'event']);
  });
});
