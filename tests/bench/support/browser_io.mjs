// What a browser writes, syncs and computes, over all its processes; Linux only.
import { execFile } from 'node:child_process';
import { open, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { root } from '../../browser/support/server.mjs';

const run = promisify(execFile);

/** Builds the library that counts syncs; null when there is no compiler. */
export async function buildSyncCounter() {
  const library = join(root, 'build/bench/sync_counter.so');
  const source = join(root, 'tests/bench/support/sync_counter.c');
  for (const compiler of ['clang-19', 'cc']) {
    try {
      await run(compiler, ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
      return library;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return null;
}

/** Environment of a browser that is counted; `file` holds the count. Every sync takes so much longer. */
export async function countedEnvironment(library, file, delayMilliseconds) {
  if (!library) return { ...process.env };
  const handle = await open(file, 'w');
  await handle.write(Buffer.alloc(8));
  await handle.close();
  return { ...process.env, LD_PRELOAD: library, SYNC_COUNTER: file, SYNC_DELAY_US: String(delayMilliseconds * 1000) };
}

const text = (path) => readFile(path, 'utf8').catch(() => '');

async function parents() {
  const found = new Map();
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await text(`/proc/${id}/stat`);
    const parent = status.slice(status.lastIndexOf(')') + 2).split(' ')[1];
    if (parent) found.set(id, parent);
  }
  return found;
}

/** The process ids of the browser that owns this profile. */
async function processesOf(profile) {
  const owner = await readlink(join(profile, 'SingletonLock'));
  const family = new Set([owner.slice(owner.lastIndexOf('-') + 1)]);
  const all = await parents();
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const [id, parent] of all) if (family.has(parent)) family.add(id);
  }
  return family;
}

/** Milliseconds of a processor by thread, added to `into`. */
async function addThreads(id, into) {
  for (const thread of await readdir(`/proc/${id}/task`).catch(() => [])) {
    const nanoseconds = (await text(`/proc/${id}/task/${thread}/schedstat`)).split(' ')[0];
    if (nanoseconds) into.set(thread, Number(nanoseconds) / 1e6);
  }
}

/** Bytes handed to write calls by process, time by thread, and syncs so far (null: not counted). */
export async function takeSnapshot(profile, counterFile) {
  const [written, busy] = [new Map(), new Map()];
  for (const id of await processesOf(profile)) {
    const bytes = /wchar: (\d+)/.exec(await text(`/proc/${id}/io`))?.[1];
    if (bytes) written.set(id, Number(bytes));
    await addThreads(id, busy);
  }
  const syncs = counterFile ? Number((await readFile(counterFile)).readBigUInt64LE(0)) : null;
  return { written, busy, syncs };
}

function grown(before, after) {
  let sum = 0;
  for (const [id, value] of after) sum += value - (before.get(id) ?? 0);
  return sum;
}

export function difference(before, after) {
  return {
    bytes: grown(before.written, after.written),
    milliseconds: grown(before.busy, after.busy),
    syncs: before.syncs === null ? null : after.syncs - before.syncs,
  };
}
