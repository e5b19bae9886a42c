// sql.js: the whole file is exported and stored in IndexedDB after each commit.
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openStorage(name) {
  const request = indexedDB.open(`sql-js-${name}`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('files');
  return answer(request);
}

function put(storage, bytes) {
  const transaction = storage.transaction('files', 'readwrite', { durability: 'strict' });
  transaction.objectStore('files').put(bytes, 'database');
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

export async function open(name) {
  const folder = '/node_modules/sql.js/dist';
  const opened = openStorage(name);
  await loadScript(`${folder}/sql-wasm.js`);
  const sql = await globalThis.initSqlJs({ locateFile: (file) => `${folder}/${file}` });
  const storage = await opened;
  const stored = await answer(storage.transaction('files').objectStore('files').get('database'));
  const database = new sql.Database(stored);
  return {
    async execute(text) {
      database.exec(text);
      await put(storage, database.export());
    },
    async executeUnsaved(text) {
      database.exec(text);
    },
    async rows(text) {
      return database.exec(text)[0]?.values ?? [];
    },
    async close() {
      database.close();
      storage.close();
    },
  };
}
