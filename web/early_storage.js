// Reads what the program will ask its database for first, while its code is still on the way. src/store/idb_pages.js has
// the database's form and takes what is found here.
'use strict';

// The promises of `log` ({ manifest, records: [[number, bytes]] }) and of `blocks` (number -> bytes), once per page. Each
// gives null where the program has to read by itself.
globalThis.readStorageEarly = (name) => {
  const version = 2;

  const open = () =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(name); // whatever there is: nobody can block that
      opening.onupgradeneeded = () => opening.transaction.abort(); // a first visit: making it is the program's work
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const connection = opening.result;
        if (connection.version === version) return resolve(connection);
        connection.close();
        reject(new Error('another version'));
      };
    });

  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const firstBlocks = () => {
    try {
      const numbers = JSON.parse(localStorage.getItem(`${name}-first-blocks`)) ?? [];
      return Array.isArray(numbers) ? numbers.filter(Number.isInteger) : [];
    } catch {
      return [];
    }
  };

  const readLog = async (transaction) => {
    const log = transaction.objectStore('log');
    const [manifest, keys, values] = await Promise.all([
      answer(transaction.objectStore('manifest').get('current')),
      answer(log.getAllKeys()),
      answer(log.getAll()),
    ]);
    return { manifest, records: keys.map((key, index) => [key, values[index]]) };
  };

  const readBlocks = async (transaction, numbers) => {
    const store = transaction.objectStore('blocks');
    const values = await Promise.all(numbers.map((number) => answer(store.get(number))));
    return new Map(numbers.map((number, index) => [number, values[index]]));
  };

  const numbers = firstBlocks();
  const reading = open().then((connection) => {
    connection.onversionchange = () => connection.close();
    const transaction = connection.transaction(['log', 'manifest', 'blocks'], 'readonly');
    transaction.oncomplete = transaction.onabort = () => connection.close();
    return { log: readLog(transaction), blocks: readBlocks(transaction, numbers) };
  });
  const part = (wanted) => reading.then((parts) => parts[wanted]).catch(() => null);
  globalThis.ledgerbridgeEarly = { name, numbers, log: part('log'), blocks: part('blocks') };
};
