// Keeps the page's own files, so that it starts with no network. All of them or none: a version is used only when
// every file of it arrived, and a newer one once no tab shows the older one any more. Data of the person never goes
// through here.
'use strict';

const version = '@PAGE_VERSION@';
const files = ['/', ...@PAGE_FILES@.filter((file) => file !== '/index.html')];
const cacheName = `shell-${version}`;
const neverKept = ['/api/', '/auth/', '/oauth/', '/sandbox/'];

async function keepAll() {
  const cache = await caches.open(cacheName);
  try {
    // Past the HTTP cache, which may hold files of another version under the same names.
    await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function forgetOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith('shell-') && name !== cacheName) await caches.delete(name);
  }
}

// A page under an old worker asks its own cache; so all files it gets are of one version.
async function answer(request) {
  const path = new URL(request.url).pathname;
  const cache = await caches.open(cacheName);
  const kept = await cache.match(path === '/index.html' ? '/' : path);
  return kept || fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(keepAll()));

self.addEventListener('activate', (event) => event.waitUntil(forgetOthers().then(() => self.clients.claim())));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (neverKept.some((prefix) => url.pathname.startsWith(prefix))) return;
  event.respondWith(answer(event.request));
});
