// Chromium for the tests, with WebGL2 in software and everything that phones home switched off.
import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

// Long enough for a slow machine with much to do; what never comes is late at any speed.
const waitMillisecondsMax = 90_000;

const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';

/**
 * A browser with a profile of its own that can be closed, killed and opened again.
 * Pages report what the Content-Security-Policy refused and every uncaught error in `page.problems`.
 */
export class Browser {
  static async open(options = {}) {
    const browser = new Browser();
    await browser.makeProfile();
    await browser.start(options);
    return browser;
  }

  async makeProfile() {
    this.folder = await mkdtemp(join(tmpdir(), 'ledgerbridge-browser-'));
  }

  /** `options.flags` are added to the usual ones, the rest goes to the driver. */
  async start({ flags: moreFlags = [], ...options } = {}) {
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath,
      headless: true,
      args: [...flags, ...moreFlags],
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Warsaw',
      ...options,
    });
    this.context.setDefaultTimeout(waitMillisecondsMax);
    this.context.on('page', watch);
    for (const page of this.context.pages()) watch(page);
  }

  /** A new tab at this address. */
  async visit(address) {
    const page = await this.context.newPage();
    await page.goto(address);
    return page;
  }

  /** Closes and starts again with what the profile kept, as after a restart of the machine. */
  async restart(options = {}) {
    await this.context.close();
    await this.start(options);
  }

  /** Ends the browser as a power cut would: no handler runs, nothing is written any more. */
  async kill() {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    // Chromium names the owner of a profile as "host-process id".
    const owner = await readlink(join(this.folder, 'SingletonLock'));
    process.kill(Number(owner.slice(owner.lastIndexOf('-') + 1)), 'SIGKILL');
    await closed;
  }

  /** Ends the process that runs this page, and nothing else. */
  async crash(page) {
    const crashed = new Promise((resolve) => page.once('crash', resolve));
    const session = await this.context.newCDPSession(page);
    session.send('Page.crash').catch(() => {}); // nobody is left to answer
    await crashed;
  }

  async close() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Chromium reports every refusing answer as an error; for a service's answer and for a network that a
// test cut off the program decides what it means.
function isExpected(message) {
  if (!message.text().startsWith('Failed to load resource')) return false;
  const { pathname } = new URL(message.location().url || 'about:blank');
  return pathname.startsWith('/api/');
}

function watch(page) {
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    const refused = text.includes('Content Security Policy') || text.includes('TrustedScript');
    if (refused || (message.type() === 'error' && !isExpected(message))) page.problems.push(text);
  });
}
