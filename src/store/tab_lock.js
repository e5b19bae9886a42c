// The browser's half of the tab lock, over Web Locks. tab_lock_web.cpp declares these functions.
addToLibrary({
  $tabLockRequests: '=new Map()', // number -> { abort, release }
  $tabLocks__deps: ['$UTF8ToString', '$tabLockRequests'],
  $tabLocks: { nextRequest: 1 },

  // status: 0 held, 1 another tab has it, 2 the browser has no Web Locks or refused. With `wait` the request stays in
  // the queue until it holds the lock. Whatever is held is kept until tab_lock_release.
  tab_lock_request__deps: ['$tabLocks'],
  tab_lock_request: (name, wait, context, callback) => {
    const request = tabLocks.nextRequest++;
    const controller = new AbortController();
    const entry = { abort: () => controller.abort(), release: () => {} };
    tabLockRequests.set(request, entry);
    const tell = (status) => {
      if (tabLockRequests.has(request)) {{{ makeDynCall('vpi', 'callback') }}}(context, status);
    };
    if (!navigator.locks) {
      queueMicrotask(() => tell(2));
      return request;
    }
    const options = wait ? { signal: controller.signal } : { ifAvailable: true };
    navigator.locks.request(UTF8ToString(name), options, (lock) => {
      tell(lock ? 0 : 1);
      if (!lock) return undefined;
      return new Promise((resolve) => {
        entry.release = resolve;
        if (!tabLockRequests.has(request)) resolve();
      });
    }).catch(() => tell(2));
    return request;
  },

  tab_lock_release__deps: ['$tabLocks'],
  tab_lock_release: (request) => {
    const entry = tabLockRequests.get(request);
    if (!entry) return;
    tabLockRequests.delete(request);
    entry.release();
    entry.abort();
  },
});
