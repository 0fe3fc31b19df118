import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { REQUIRE } from './kernel.js';

/** Names of the browser's program, the distributions' first. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where the kernel tests have to run, and on any continuous integration, so have these: `.ci/run` installs a browser. */
const REQUIRED = process.env[REQUIRE] === '1' || process.env['CI'] === 'true';

const PATIENCE_MS = 30_000;
/** What a page does after it was loaded, it does at once. */
const SETTLE_MS = 150;

// biome-ignore lint/suspicious/noExplicitAny: the protocol's answers have the shapes that its own documentation tells
type Answer = Record<string, any>;

/** The browser's program, undefined where none is installed. */
const program = (): string | undefined =>
  PROGRAMS.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);

/** A suite that looks at pages in a real browser: skipped where there is none, or failing where it is required. */
export function browserTests(title: string, suite: (this: Mocha.Suite, open: () => Promise<Browser>) => void): void {
  const found = program();
  const body = function (this: Mocha.Suite): void {
    suite.call(this, () => Browser.open(found!));
  };
  if (found !== undefined) describe(title, body);
  else if (!REQUIRED) describe.skip(`${title} (skipped: chromium is not installed)`, body);
  else {
    describe(title, () => {
      it('runs on this host', () => {
        throw new Error(
          `the browser tests were required (${REQUIRE}=1 or CI=true) and cannot run: chromium is not installed`,
        );
      });
    });
  }
}

/** What a page did while it was looked at. */
export interface Seen {
  /** what the console, the policy of the page and failing scripts said */
  readonly messages: readonly string[];
  /** addresses that it asked for, but for its own */
  readonly requests: readonly string[];
}

/**
 * A headless Chromium with one page, driven by the DevTools protocol over a pipe.
 * https://chromedevtools.github.io/devtools-protocol/
 */
export class Browser {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  readonly #messages: string[] = [];
  readonly #requests: string[] = [];
  #session: string | undefined;
  #next = 1;
  #input = '';
  #loaded = (): void => {};
  #address = '';

  static async open(program: string): Promise<Browser> {
    const browser = new Browser(program);
    const { targetId } = await browser.#send('Target.createTarget', { url: 'about:blank' });
    browser.#session = (await browser.#send('Target.attachToTarget', { targetId, flatten: true }))['sessionId'];
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await browser.#send(`${domain}.enable`);
    return browser;
  }

  private constructor(program: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'interloper-browser-'));
    this.#child = spawn(
      program,
      [
        ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
        ...['--disable-extensions', '--disable-background-networking', '--disable-component-update'],
        ...[`--user-data-dir=${this.#profile}`, '--remote-debugging-pipe', 'about:blank'],
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: this.#profile } },
    );
    (this.#child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    this.#child.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser ended'));
    });
  }

  /** Loads a page, and returns when it has come to rest. */
  async show(address: string): Promise<void> {
    this.#address = address;
    this.#messages.length = 0;
    this.#requests.length = 0;
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    await this.#send('Page.navigate', { url: address });
    await loaded;
    await sleep(SETTLE_MS);
  }

  get seen(): Seen {
    return { messages: [...this.#messages], requests: [...this.#requests] };
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      ...{ expression, returnByValue: true, awaitPromise: true },
    });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value as T;
  }

  /** How the page is shown from now on. */
  async appear(scheme: 'light' | 'dark', width: number, scripts = true): Promise<void> {
    await this.#send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await this.#send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height: 900, deviceScaleFactor: 1, mobile: false },
    });
    await this.#send('Emulation.setScriptExecutionDisabled', { value: !scripts });
  }

  /** The whole page as a PNG image. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
    return Buffer.from(data as string, 'base64');
  }

  async close(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#session = undefined;
    // its own helpers end with it, which they do not where it is killed
    await this.#send('Browser.close').catch(() => this.#child.kill('SIGKILL'));
    await closed;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #send(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    const id = this.#next++;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the browser does not answer to ${method}`)), PATIENCE_MS);
      const settle =
        <T>(how: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          this.#waiting.delete(id);
          how(value);
        };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    });
  }

  #receive(text: string): void {
    const parts = (this.#input + text).split('\0');
    this.#input = parts.pop()!;
    for (const part of parts) this.#take(JSON.parse(part) as Answer);
  }

  #take({ id, method, params, result, error }: Answer): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id as number);
      if (error === undefined) waiting?.resolve(result as Answer);
      else waiting?.reject(new Error(error.message as string));
      return;
    }
    switch (method) {
      case 'Page.loadEventFired':
        this.#loaded();
        break;
      case 'Network.requestWillBeSent':
        if (params.request.url !== this.#address) this.#requests.push(params.request.url as string);
        break;
      case 'Runtime.consoleAPICalled':
        this.#messages.push(params.args.map(({ value }: Answer) => String(value)).join(' '));
        break;
      case 'Runtime.exceptionThrown':
        this.#messages.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
        break;
      case 'Log.entryAdded':
        this.#messages.push(params.entry.text as string);
        break;
    }
  }
}
