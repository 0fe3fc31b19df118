import assert from 'node:assert/strict';
import { formatPretty } from '../../../src/sinks/crosscheck/pretty.js';
import { HOSTILE, sampleReport, sampleRun } from './sample.js';

describe('the report for a terminal', () => {
  it('says first what it comes to', () => {
    const [, verdict] = formatPretty(sampleReport(), sampleRun(), false).split('\n');
    assert.equal(verdict, "▌ 1 event unexplained, and the sensor's programs were unloaded while it ran");
  });

  it('says that all is explained where it is, and what is pending', () => {
    const text = formatPretty(sampleReport([]), { ...sampleRun(), problems: [] }, false);
    assert.match(text, /▌ every event is matched or explained, but 1 pending\n/);
    assert.match(text, /matched +40\n/);
  });

  it('accounts for what was lost', () => {
    const text = formatPretty(sampleReport(), sampleRun(), false);
    assert.match(
      text,
      /12 records = 3 whole events for the backlog \+ 6 records of 2 events with missing serial numbers/,
    );
    assert.match(text, /sensor +5 events = 4 that audit has \+ 1 that audit has not recorded/);
  });

  it('shows each unexplained event with its serial number and what is known of it', () => {
    const text = formatPretty(sampleReport(['one', 'two']), sampleRun(), false);
    assert.match(text, /audit only 15:06:41\.001 serial 7001 {2}two\[1001\] execve/);
    assert.match(text, /rule 1: -F exe=two/);
  });

  it('colours only where it is asked to', () => {
    assert.doesNotMatch(formatPretty(sampleReport(), sampleRun(), false), /\x1b/);
    assert.match(formatPretty(sampleReport(), sampleRun(), true), /\x1b\[31m/);
  });

  it('lets no name reach the terminal as it is', () => {
    for (const name of HOSTILE) {
      const text = formatPretty(sampleReport([name, name, name]), sampleRun(name), false);
      assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]/, JSON.stringify(name));
    }
  });
});
