// One candidate through all workloads in a browser of its own.
import { join } from 'node:path';

import { Browser } from '../../browser/support/browser.mjs';
import { countedEnvironment, difference, takeSnapshot } from './browser_io.mjs';

export const fullSizes = {
  rounds: 3, w1: 1000, w2: 200, w4: 200, reloads: 3, caps: { w1: 30_000, w2: 40_000, w4: 20_000 }, settleMilliseconds: 3000,
};
export const quickSizes = {
  rounds: 1, w1: 200, w2: 20, w4: 40, reloads: 2, caps: { w1: 5000, w2: 8000, w4: 5000 }, settleMilliseconds: 1500,
};
const batchRows = 500;
const betweenPagesMilliseconds = 500;
/** Chromium's newer IndexedDB, on SQLite. */
export const idbSqliteFlags = ['--enable-features=IdbSqliteBackingStore,IdbSqliteOnDiskRollout'];

export class CandidateRun {
  /** @param {{address: string, syncCounter: string|null, syncDelayMilliseconds: number,
   *   flags: string[]}} setting */
  static async open(candidate, sizes, setting) {
    const run = new CandidateRun();
    Object.assign(run, { candidate, sizes, setting });
    run.browser = new Browser();
    await run.browser.makeProfile();
    run.counterFile = setting.syncCounter && join(run.browser.folder, 'syncs');
    const env = await countedEnvironment(setting.syncCounter, run.counterFile, setting.syncDelayMilliseconds);
    await run.browser.start({ flags: setting.flags, env });
    run.page = await run.browser.context.newPage();
    return run;
  }

  async visit(parameters = {}) {
    const { place, shared } = this.candidate;
    await this.page.goto(`${this.setting.address}idle.html`);
    await this.page.waitForTimeout(betweenPagesMilliseconds);
    const query = new URLSearchParams({ place, ...(shared ? { shared } : {}), ...parameters });
    await this.page.goto(`${this.setting.address}?${query}`);
  }

  ask(step, options) {
    return this.page.evaluate(([name, given]) => globalThis.ask(name, given), [step, options]);
  }

  openOptions(database) {
    const { module, options } = this.candidate;
    return { module, options, database };
  }

  /** The commits of a workload, with what the browser wrote and synced for them. */
  async measure(workload, shape = {}) {
    const count = this.sizes[workload];
    await this.ask('prepare', { workload, count, ...shape });
    const before = await takeSnapshot(this.browser.folder, this.counterFile);
    const times = await this.ask('measure', { capMilliseconds: this.sizes.caps[workload] });
    const io = difference(before, await takeSnapshot(this.browser.folder, this.counterFile));
    const capped = times.count < count;
    return {
      ...times, capped, total: capped ? (times.total / times.count) * count : times.total,
      kilobytesPerCommit: io.bytes / times.count / 1000,
      processorPerCommit: io.milliseconds / times.count,
      syncsPerCommit: io.syncs === null ? null : io.syncs / times.count,
    };
  }

  async singleRows() {
    await this.visit();
    await this.ask('open', this.openOptions('small'));
    await this.ask('makeTables');
    const result = await this.measure('w1');
    await this.ask('close');
    return result;
  }

  async bulkLoad() {
    await this.visit();
    await this.ask('open', this.openOptions('large'));
    await this.ask('makeTables');
    const result = await this.measure('w2');
    await this.ask('finish');
    const searchMilliseconds = this.candidate.search === false ? null : await this.ask('makeSearch');
    const { rows, bytes } = await this.ask('describe');
    if (rows !== this.sizes.w2 * batchRows) throw new Error(`${rows} rows after the bulk load`);
    await this.page.waitForTimeout(this.sizes.settleMilliseconds);
    await this.ask('close');
    return { ...result, searchMilliseconds, databaseMegabytes: bytes / 1e6 };
  }

  async reloads() {
    const first = JSON.stringify(this.openOptions('large'));
    const id = Math.floor(this.sizes.w2 * batchRows * 0.73);
    const times = [];
    for (let reload = 0; reload < this.sizes.reloads; reload += 1) {
      await this.visit({ first, id });
      times.push(await this.page.evaluate(() => globalThis.firstAnswer));
      await this.page.waitForTimeout(this.sizes.settleMilliseconds);
    }
    return { times, median: median(times) };
  }

  randomUpdates() {
    return this.measure('w4', { rows: this.sizes.w2 * batchRows });
  }

  /** The page that W3 opened last is the one that W4 goes on with. */
  async all() {
    return {
      w1: await this.singleRows(), w2: await this.bulkLoad(), w3: await this.reloads(), w4: await this.randomUpdates(),
    };
  }

  close() {
    return this.browser.close();
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
