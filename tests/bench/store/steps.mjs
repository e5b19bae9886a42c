// What a candidate is asked to do, in the page or in its worker. Times are taken here, next to the candidate.
import { commits, lookup, schema, search, workloads } from './workload.mjs';

function summary(times, total) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { count: times.length, total, mean: total / times.length, median: at(0.5), p95: at(0.95), max: sorted.at(-1) };
}

export class Steps {
  async open({ module, options, database }) {
    const { open } = await import(`./peers/${module}.mjs`);
    this.peer = await open(database, options);
  }

  /** Waits until all of the database is there; says what the store found. */
  load() {
    return this.peer.load();
  }

  /** The time at which the page began to load is 0. */
  async firstAnswer({ id }) {
    const rows = await this.peer.rows(lookup(id));
    if (rows.length !== 1) throw new Error(`${rows.length} rows for invoice ${id}`);
    return rows.length;
  }

  async makeTables() {
    await this.peer.execute(schema);
  }

  prepare({ workload, ...shape }) {
    this.statements = workloads[workload](shape);
    this.next = 0;
  }

  /** Runs what was prepared, each statement to its durable end, until `capMilliseconds` are over. */
  async measure({ capMilliseconds }) {
    const times = [];
    const started = performance.now();
    let before = started;
    while (this.next < this.statements.length && before - started < capMilliseconds) {
      await this.peer.execute(this.statements[this.next]);
      this.statements[this.next] = null;
      this.next += 1;
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    return summary(times, before - started);
  }

  /** What a cap left out, without measuring it, in one commit and with a cache that holds all of it. */
  async finish() {
    const rest = this.statements.slice(this.next);
    this.statements = [];
    if (rest.length === 0) return;
    const run = this.peer.executeUnsaved ?? this.peer.execute;
    await run.call(this.peer, 'PRAGMA cache_size=-262144');
    await run.call(this.peer, 'BEGIN');
    for (const statement of rest) await run.call(this.peer, statement);
    await this.peer.execute('COMMIT');
  }

  async makeSearch() {
    const started = performance.now();
    await this.peer.execute(search);
    return performance.now() - started;
  }

  async describe() {
    const one = async (sql) => Number((await this.peer.rows(sql))[0][0]);
    return {
      rows: await one('SELECT count(*) FROM bench_invoice'),
      bytes: (await one('PRAGMA page_count')) * (await one('PRAGMA page_size')),
    };
  }

  async execute({ sql }) {
    await this.peer.execute(sql);
  }

  rows({ sql }) {
    return this.peer.rows(sql);
  }

  /** Bulk load and random updates, each commit told to the page's `acknowledge` once it is durable. */
  async commitForEver({ seed }) {
    await this.peer.execute(schema.replaceAll(/CREATE (UNIQUE )?(TABLE|INDEX)/g, '$& IF NOT EXISTS'));
    const [last, rows] = (await this.peer.rows('SELECT (SELECT count(*) FROM bench_marker), (SELECT count(*) FROM bench_invoice)'))[0];
    for (const { marker, sql } of commits(seed, last, rows)) {
      await this.peer.execute(sql);
      globalThis.acknowledge(marker);
    }
  }

  counters() {
    return this.peer.counters ? this.peer.counters() : null;
  }

  /** Puts a mark into a trace that is being taken, and says when it was on the page's clock. */
  markClock() {
    return performance.mark('clock').startTime;
  }

  /** [begin, end] of every piece of SQL since this was asked last. */
  async takeSqlSpans() {
    return (await this.peer.takeSqlSpans()).spans;
  }

  async close() {
    await this.peer.close();
  }
}
