import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatDocument } from '../../../src/sinks/crosscheck/document.js';
import { formatPage } from '../../../src/sinks/crosscheck/page.js';
import { type Browser, browserTests } from '../../support/browser.js';
import { HOSTILE, sampleReport, sampleRun } from './sample.js';

describe('the report as a page', () => {
  it('has no script, no handler and no address to load', () => {
    const text = formatPage(sampleReport(HOSTILE), sampleRun(HOSTILE[0]));
    const withoutData = text.replace(/<script type="application\/json" id="report">[^<]*<\/script>/, '');
    assert.notEqual(withoutData, text);
    assert.doesNotMatch(withoutData, /<script|<img|<link|<iframe|<[^>]+\s(?:on\w+|src|href|style)=/i);
    assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

browserTests('the page of a report in a browser', (open) => {
  let browser: Browser;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-page-'));
    browser = await open();
  });

  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const show = async (names: readonly string[], run = sampleRun(names[0])): Promise<void> => {
    const file = join(folder, 'report.html');
    writeFileSync(file, formatPage(sampleReport(names), run));
    await browser.show(pathToFileURL(file).href);
  };
  const text = (): Promise<string> => browser.evaluate<string>('document.body.innerText');

  it('shows the verdict, and each unexplained event with what is known of it', async () => {
    await show(['one', 'two', 'three']);
    const shown = await text();
    assert.match(shown, /^2 events unexplained, and the sensor's programs were unloaded while it ran/);
    assert.match(shown, /two\[1001\] execve/);
    assert.match(shown, /rule 1: -F exe=two/);
    assert.deepEqual(browser.seen, { messages: [], requests: [] });
  });

  it('draws both streams, the agreement of operations and the delays', async () => {
    await show(['one']);
    const bars = await browser.evaluate<number>(
      `[...document.querySelectorAll('svg rect')].filter((bar) => bar.getBoundingClientRect().height > 0).length`,
    );
    assert.ok(bars > 80, String(bars));
    const marks = await browser.evaluate<number>(`document.querySelectorAll('circle.fill-odd').length`);
    assert.equal(marks, 1);
  });

  it('is styled, in light and in dark, and not wider than a narrow window', async () => {
    const grounds = new Set<string>();
    for (const scheme of ['light', 'dark'] as const) {
      await browser.appear(scheme, 420);
      await show(['one', 'two']);
      grounds.add(await browser.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
      assert.ok(await browser.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'), scheme);
    }
    assert.equal(grounds.size, 2);
    await browser.appear('light', 1200);
  });

  it('takes no hostile name for markup, and asks nobody for anything', async () => {
    await show(HOSTILE);
    assert.deepEqual(browser.seen, { messages: [], requests: [] });
    assert.match(await browser.evaluate<string>('document.title'), /^Cross-check: 2 events unexplained/);
    assert.equal(await browser.evaluate<number>(`document.querySelectorAll('img, script:not([type])').length`), 0);
    const shown = await text();
    assert.ok(shown.includes('</script><script>document.title="owned"</script>'));
    assert.ok(shown.includes('\\u{202e}gnp.exe') || shown.includes('\\x1b]0;owned'));
    assert.doesNotMatch(shown, /[\u202e\x1b]/);
  });

  it('holds the whole report for programs', async () => {
    await show(HOSTILE, sampleRun('host'));
    const data = await browser.evaluate<string>(`document.getElementById('report').textContent`);
    assert.deepEqual(JSON.parse(data), JSON.parse(formatDocument(sampleReport(HOSTILE), sampleRun('host'))));
  });

  it('needs no script to be read', async () => {
    await browser.appear('light', 1200, false);
    await show(['one']);
    assert.ok((await browser.picture()).length > 20_000);
    assert.deepEqual(browser.seen, { messages: [], requests: [] });
    await browser.appear('light', 1200);
  });

  it('would be noticed where it asked for something', async () => {
    const file = join(folder, 'bad.html');
    writeFileSync(file, '<img src="http://attacker.example/x"><script>console.log("ran")</script>');
    await browser.show(pathToFileURL(file).href);
    assert.deepEqual(browser.seen.requests, ['http://attacker.example/x']);
    assert.ok(browser.seen.messages.includes('ran'));
  });
});
