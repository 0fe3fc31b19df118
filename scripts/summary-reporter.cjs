'use strict';

const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Mocha's spec reporter, which also leaves `N passed, N failed` in the file $INTERLOPER_TEST_SUMMARY. */
module.exports = class SummaryReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures } = this.stats;
      writeFileSync(process.env.INTERLOPER_TEST_SUMMARY, `${passes} passed, ${failures} failed\n`);
    });
  }
};
