// What the proxy costs: time added to a small read, requests per second on one processor, and a write with its journal,
// beside nginx's proxy_pass to the same provider in the same run.
//   node tests/bench/proxy.mjs [--json FILE] [--quick]
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs, promisify } from 'node:util';

const { values: options } = parseArgs({ options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const targets = { overheadMilliseconds: 2, requestsPerSecond: 1000 };

const load = ['tests/bench/support/proxy_load.py', ...(options.quick ? ['--quick'] : [])];
const { stdout } = await promisify(execFile)('/usr/bin/python3', load, { maxBuffer: 1 << 24 });
const found = JSON.parse(stdout);

const cell = (value, width) => String(value ?? '-').padStart(width);
console.log(`a read of ${found.answer_bytes} bytes; one after another, then over ${found.connections} connections`);
console.log(found.one_processor_each ? 'proxy and nginx on one processor, provider and browsers on the others' : 'everything on ONE processor');
console.log(`${'target'.padEnd(26)}${cell('median ms', 10)}${cell('added ms', 10)}${cell('p95 ms', 9)}${cell('p99 ms', 9)}${cell('per second', 12)}${cell('cpu ms each', 13)}`);
for (const [name, row] of Object.entries(found.targets)) {
  console.log(`${name.padEnd(26)}${cell(row.median_ms, 10)}${cell(row.overhead_ms, 10)}${cell(row.p95_ms, 9)}${cell(row.p99_ms, 9)}` +
    `${cell(row.requests_per_second, 12)}${cell(row.processor_ms_per_request, 13)}`);
}
console.log(`load of the machine in the last minute: ${found.load_average.toFixed(1)}; what else runs makes everything slower`);
if (!found.nginx) console.log('THE PEER IS MISSING: nginx is not installed (apt-get install nginx-light), so there is nothing to compare with');
const { overhead_ms: overhead, requests_per_second: rate } = found.targets.proxy;
const verdict = (good) => (good ? 'reached' : 'MISSED');
console.log(`added to a read: ${overhead} ms, at most ${targets.overheadMilliseconds}: ${verdict(overhead <= targets.overheadMilliseconds)}`);
console.log(`reads per second: ${rate}, at least ${targets.requestsPerSecond}: ${verdict(rate >= targets.requestsPerSecond)}`);
if (options.json) await writeFile(options.json, JSON.stringify({ targets, ...found }, null, 2));
