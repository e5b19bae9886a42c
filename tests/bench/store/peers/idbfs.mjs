// SQLite on Emscripten's IDBFS: the file is written back whole after each commit (idbfs_peer_web.cpp).
export async function open(name) {
  const { default: load } = await import('/programs/idbfs_peer.mjs');
  const module = await load();
  module.FS.mkdir('/data');
  module.FS.mount(module.IDBFS, {}, '/data');
  const synchronize = (populate) => new Promise((resolve, reject) => {
    module.FS.syncfs(populate, (error) => (error ? reject(error) : resolve()));
  });
  await synchronize(true);
  const call = (operation, text) => {
    const pointer = module.stringToNewUTF8(text);
    const answer = module.UTF8ToString(module[operation](pointer));
    module._free(pointer);
    const { rows, error } = JSON.parse(answer);
    if (error) throw new Error(error);
    return rows;
  };
  call('_peer_open', `/data/${name}`);
  return {
    async execute(sql) {
      call('_peer_run', sql);
      await synchronize(false);
    },
    async executeUnsaved(sql) {
      call('_peer_run', sql);
    },
    async rows(sql) {
      return call('_peer_run', sql);
    },
    async close() {
      await synchronize(false);
    },
  };
}
