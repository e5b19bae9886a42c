// How long the store keeps the main thread of the page: every task of a trace, without the SQL inside of it, and where the
// processor's time went.
import { CandidateRun } from './store_run.mjs';

const categories = ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'blink.user_timing', '__metadata'];
const microseconds = 1000;

class Trace {
  static async start(page) {
    const trace = new Trace();
    trace.session = await page.context().newCDPSession(page);
    trace.events = [];
    trace.session.on('Tracing.dataCollected', ({ value }) => trace.events.push(...value));
    await trace.session.send('Profiler.enable');
    await trace.session.send('Profiler.setSamplingInterval', { interval: 200 });
    await trace.session.send('Tracing.start', {
      transferMode: 'ReportEvents', traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: categories },
    });
    await trace.session.send('Profiler.start');
    return trace;
  }

  /** @param {number[][]} sqlSpans [begin, end] on the page's clock, which read `clock` at the first mark of that name */
  async stop(sqlSpans, clock) {
    const { profile } = await this.session.send('Profiler.stop');
    const complete = new Promise((resolve) => this.session.once('Tracing.tracingComplete', resolve));
    await this.session.send('Tracing.end');
    await complete;
    await this.session.detach();
    return { ...this.holds(sqlSpans, clock), functions: busiest(profile) };
  }

  holds(sqlSpans, clock) {
    // Between the two marks: what starting and ending a trace costs is nobody's hold.
    const [mark, end] = this.events.filter(({ cat, name }) => cat.includes('blink.user_timing') && name === 'clock');
    const spans = sqlSpans.map((span) => span.map((moment) => mark.ts + (moment - clock) * microseconds));
    const durations = (...names) => this.events.filter(({ name, ph, pid, tid, ts }) => names.includes(name) && ph === 'X'
      && pid === mark.pid && tid === mark.tid && ts > mark.ts && ts < end.ts);
    const tasks = durations('RunTask').map(({ ts, dur }) => ({ ts, dur, held: dur - overlap(spans, ts, ts + dur) }));
    const held = tasks.map((task) => task.held);
    const sum = (values) => values.reduce((total, value) => total + value, 0) / microseconds;
    return {
      longest: Math.max(...held) / microseconds,
      over4: held.filter((duration) => duration > 4 * microseconds).length,
      total: sum(held),
      sql: sum(spans.map(([begin, end]) => end - begin)),
      collecting: sum(durations('MinorGC', 'MajorGC').map(({ dur }) => dur)),
      tasks: held.length,
      slowest: tasks.sort((a, b) => b.held - a.held).slice(0, 5).map((task) => this.describe(task, mark)),
    };
  }

  /** What a task was busy with: the events inside of it that took a millisecond or more. */
  describe({ ts, dur, held }, { pid, tid }) {
    const inside = this.events.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid
      && event.name !== 'RunTask' && event.dur > microseconds && event.ts >= ts && event.ts + event.dur <= ts + dur);
    const parts = inside.map(({ name, dur: part, args }) =>
      `${name} ${args?.data?.functionName ?? args?.data?.type ?? ''} ${(part / microseconds).toFixed(1)}`);
    return { held: held / microseconds, parts };
  }
}

function overlap(spans, begin, end) {
  return spans.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, begin)), 0);
}

/** Milliseconds by function, without what belongs to SQLite or to nobody. */
function busiest({ nodes, samples, timeDeltas }) {
  const self = new Map(nodes.map(({ id }) => [id, 0]));
  samples.forEach((id, index) => self.set(id, self.get(id) + timeDeltas[index]));
  const byName = new Map();
  for (const { id, callFrame } of nodes) {
    byName.set(callFrame.functionName, (byName.get(callFrame.functionName) ?? 0) + self.get(id));
  }
  return [...byName].filter(([name]) => name !== '(idle)').sort(([, a], [, b]) => b - a).slice(0, 40)
    .map(([name, duration]) => [name, duration / microseconds]);
}

async function traced(run, work) {
  await run.ask('takeSqlSpans');
  const trace = await Trace.start(run.page);
  const clock = await run.ask('markClock');
  await work();
  await run.page.waitForTimeout(run.sizes.settleMilliseconds); // what goes on in the background counts too
  await run.ask('markClock');
  return trace.stop(await run.ask('takeSqlSpans'), clock);
}

async function tracedWorkload(run, workload, shape) {
  await run.ask('prepare', { workload, count: run.sizes[workload], ...shape });
  return traced(run, () => run.ask('measure', { capMilliseconds: run.sizes.caps[workload] }));
}

/** @returns {Promise<{longest: number, w1: object, w2: object, w4: object}>} milliseconds */
export async function findHolds(candidate, sizes, setting) {
  const run = await CandidateRun.open(candidate, sizes, { ...setting, syncCounter: null });
  try {
    await run.visit();
    await run.ask('open', run.openOptions('traced'));
    await run.ask('makeTables');
    const w2 = await tracedWorkload(run, 'w2');
    const w4 = await tracedWorkload(run, 'w4', { rows: sizes.w2 * 500 });
    await run.ask('execute', { sql: 'DELETE FROM bench_invoice WHERE id <= 1000' });
    const w1 = await tracedWorkload(run, 'w1');
    return { longest: Math.max(w1.longest, w2.longest, w4.longest), w1, w2, w4 };
  } finally {
    await run.close();
  }
}

export function printHolds(holds) {
  console.log('\nmain thread of this store, without SQL (traced apart from the rounds above):');
  for (const name of ['w1', 'w2', 'w4']) {
    const { longest, over4, total, sql, collecting, functions } = holds[name];
    console.log(`  ${name.toUpperCase()}: longest task ${longest.toFixed(1)} ms, ${over4} over 4 ms, store ${total.toFixed(0)} ms, `
      + `SQL ${sql.toFixed(0)} ms, garbage collection ${collecting.toFixed(0)} ms`);
    const first = functions.slice(0, 6).map(([label, duration]) => `${label} ${duration.toFixed(0)}`);
    console.log(`      processor ms: ${first.join(', ')}`);
  }
}
