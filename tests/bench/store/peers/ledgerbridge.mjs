// This project's store (store_bench_web.cpp): a commit counts when persisted() has returned.
import '/web/early_storage.js';

const waiting = new Map();
let lastRequest = 0;

globalThis.storeBenchFinished = (request, answer) => {
  const { resolve, reject } = waiting.get(request);
  waiting.delete(request);
  const { error, ...value } = JSON.parse(answer);
  if (error) reject(new Error(error));
  else resolve(value);
};

export async function open(name) {
  globalThis.readStorageEarly(name);
  const { default: load } = await import('/programs/store_bench.mjs');
  const module = await load({ storageWorker: () => new Worker('/web/storage_worker.js') });
  const call = (operation, text) => new Promise((resolve, reject) => {
    lastRequest += 1;
    waiting.set(lastRequest, { resolve, reject });
    const pointer = module.stringToNewUTF8(text);
    module[operation](lastRequest, pointer);
    module._free(pointer);
  });
  await call('_store_bench_open', name);
  return {
    load: () => call('_store_bench_load', ''),
    async execute(sql) {
      await call('_store_bench_execute', sql);
    },
    async rows(sql) {
      return (await call('_store_bench_rows', sql)).rows;
    },
    takeSqlSpans: () => call('_store_bench_take_sql_spans', ''),
    counters: () => call('_store_bench_counters', ''),
    close: () => call('_store_bench_close', ''),
  };
}
