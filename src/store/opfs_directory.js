// The browser's half of a directory of files: a worker (web/storage_worker.js) for each, that does what is asked in
// the order of asking. opfs_directory_web.cpp declares these functions and says what they promise.
addToLibrary({
  $opfsDirectories: '=new Map()', // number -> { folder, worker, opened, requests: number -> { finish, limit } }
  $opfsRunning: '=new Map()', // request -> the directory it was made to
  $opfsFiles__deps: ['$opfsDirectories', '$opfsRunning', '$UTF8ToString', '$stringToUTF8OnStack', '$stackSave', '$stackRestore'],
  $opfsFiles: {
    nextDirectory: 1,
    nextRequest: 1,
    answerLimitMs: 30000,

    describe: (error) => `${error.name || 'Error'}: ${error.message || error}`,

    startWorker(directory) {
      const worker = Module['storageWorker'] ? Module['storageWorker']() : new Worker('storage_worker.js');
      worker.onmessage = ({ data }) => opfsFiles.finish(directory, data.request, data.error, data);
      worker.onerror = (event) => {
        event.preventDefault();
        opfsFiles.lose(directory, `WorkerError: ${event.message || 'the worker did not start'}`);
      };
      directory.worker = worker;
    },

    // Its files are free from here on, and somebody else may write them: each is opened again before it is used.
    lose(directory, error) {
      directory.worker?.terminate();
      directory.worker = null;
      directory.opened.clear();
      for (const request of [...directory.requests.keys()]) opfsFiles.finish(directory, request, error, {});
    },

    finish(directory, request, error, answer) {
      const entry = directory.requests.get(request);
      if (!entry) return;
      directory.requests.delete(request);
      clearTimeout(entry.limit);
      if (error && entry.operation === 'open') directory.opened.delete(entry.name);
      if (opfsRunning.delete(request)) entry.finish(error, answer);
    },

    // The message's bytes, if it has any, lie in a buffer of their own, which the worker takes over.
    ask(number, message, finish) {
      const request = opfsFiles.nextRequest++;
      const directory = opfsDirectories.get(number);
      const { operation, name, bytes } = message;
      const entry = { operation, name, finish, limit: 0 };
      directory.requests.set(request, entry);
      opfsRunning.set(request, directory);
      if (operation === 'open') directory.opened.add(name);
      if (!directory.opened.has(name)) {
        queueMicrotask(() => opfsFiles.finish(directory, request, 'InvalidStateError: the file is not open', {}));
        return request;
      }
      entry.limit = setTimeout(() => opfsFiles.lose(directory, 'TimeoutError: no answer'), opfsFiles.answerLimitMs);
      try {
        if (!directory.worker) opfsFiles.startWorker(directory);
        directory.worker.postMessage({ request, folder: directory.folder, ...message }, bytes ? [bytes.buffer] : []);
      } catch (error) {
        queueMicrotask(() => opfsFiles.finish(directory, request, opfsFiles.describe(error), {}));
      }
      return request;
    },

    tell(callback, context, error, value) {
      const stack = stackSave();
      {{{ makeDynCall('vpidp', 'callback') }}}(context, error ? 1 : 0, value, stringToUTF8OnStack(error || ''));
      stackRestore(stack);
    },
  },

  opfs_directory_start__deps: ['$opfsFiles'],
  opfs_directory_start: (folder) => {
    const number = opfsFiles.nextDirectory++;
    opfsDirectories.set(number, { folder: UTF8ToString(folder), worker: null, opened: new Set(), requests: new Map() });
    return number;
  },

  // What was asked before still happens; then the worker lets go of its files and ends.
  opfs_directory_stop__deps: ['$opfsFiles'],
  opfs_directory_stop: (number) => {
    const directory = opfsDirectories.get(number);
    opfsDirectories.delete(number);
    directory.worker?.postMessage({ operation: 'stop' });
  },

  opfs_directory_open__deps: ['$opfsFiles'],
  opfs_directory_open: (directory, name, context, onDone) =>
    opfsFiles.ask(directory, { operation: 'open', name: UTF8ToString(name) }, (error, { size }) =>
      opfsFiles.tell(onDone, context, error, size || 0)),

  opfs_directory_read__deps: ['$opfsFiles'],
  opfs_directory_read: (directory, name, offset, size, into, context, onDone) =>
    opfsFiles.ask(directory, { operation: 'read', name: UTF8ToString(name), offset, size }, (error, { bytes }) => {
      if (!error) HEAPU8.set(bytes, into);
      opfsFiles.tell(onDone, context, error, error ? 0 : bytes.length);
    }),

  opfs_directory_append__deps: ['$opfsFiles'],
  opfs_directory_append: (directory, name, end, bytes, size, context, onDone) =>
    opfsFiles.ask(directory, { operation: 'append', name: UTF8ToString(name), end, bytes: HEAPU8.slice(bytes, bytes + size) }, (error) =>
      opfsFiles.tell(onDone, context, error, 0)),

  opfs_directory_forget__deps: ['$opfsFiles'],
  opfs_directory_forget: (request) => {
    opfsRunning.delete(request);
  },
});
