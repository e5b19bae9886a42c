// Holds files of the browser's private file system for the page: only a worker may write them and know when they are
// durable. Does what it is asked in the order of asking; every message but "stop" gets one answer with its number.
'use strict';

const lockPatienceMs = 2000;
const handles = new Map(); // name -> FileSystemSyncAccessHandle
let folderHandle = null;

const named = (name, message) => Object.assign(new Error(message), { name });

async function openFolder(name) {
  if (!navigator.storage?.getDirectory || !self.FileSystemFileHandle?.prototype.createSyncAccessHandle) {
    throw named('NoFileSystem', 'this browser has no private file system');
  }
  return (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
}

// A tab that was just closed, or a worker that was just ended, may hold the file for a little longer.
async function hold(file) {
  const patienceEnd = performance.now() + lockPatienceMs;
  for (let delayMs = 10; ; delayMs *= 2) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (error.name !== 'NoModificationAllowedError' || performance.now() + delayMs > patienceEnd) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}

function letGo(name) {
  handles.get(name)?.close();
  handles.delete(name);
}

function held(name) {
  const handle = handles.get(name);
  if (!handle) throw named('InvalidStateError', 'the file is not open');
  return handle;
}

const operations = {
  async open({ folder, name }) {
    letGo(name);
    folderHandle ??= await openFolder(folder);
    const handle = await hold(await folderHandle.getFileHandle(name, { create: true }));
    handles.set(name, handle);
    return { size: handle.getSize() };
  },

  read({ name, offset, size }) {
    const handle = held(name);
    const bytes = new Uint8Array(size);
    let done = 0;
    while (done < size) {
      const read = handle.read(bytes.subarray(done), { at: offset + done });
      if (read === 0) break;
      done += read;
    }
    return { bytes: done === size ? bytes : bytes.slice(0, done) };
  },

  append({ name, end, bytes }) {
    const handle = held(name);
    const size = handle.getSize();
    if (size < end) throw named('InvalidStateError', `the file ends at ${size}, before ${end}`);
    if (size > end) {
      handle.truncate(end);
      handle.flush();
    }
    let done = 0;
    while (done < bytes.length) {
      const written = handle.write(bytes.subarray(done), { at: end + done });
      if (written === 0) throw named('QuotaExceededError', `${done} of ${bytes.length} bytes were taken`);
      done += written;
    }
    handle.flush();
    return {};
  },
};

async function answer({ request, operation, ...asked }) {
  if (operation === 'stop') {
    for (const name of [...handles.keys()]) letGo(name);
    self.close();
    return;
  }
  try {
    const found = await operations[operation](asked);
    self.postMessage({ request, ...found }, found.bytes ? [found.bytes.buffer] : []);
  } catch (error) {
    self.postMessage({ request, error: `${error.name}: ${error.message}` });
  }
}

let last = Promise.resolve();
self.addEventListener('message', ({ data }) => {
  last = last.then(() => answer(data));
});
