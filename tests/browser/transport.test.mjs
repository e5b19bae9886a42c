// The way out of the browser, against a server that misbehaves as networks do.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { assertKept, contractFile, contractResults } from './support/contract.mjs';
import { test } from './support/registry.mjs';

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function signal() {
  const made = {};
  made.given = new Promise((resolve) => (made.give = resolve));
  return made;
}

/** Answers the paths of tests/contract/transport_contract.h. */
function misbehavingServer() {
  const gone = signal();
  const arrived = signal();
  const answers = {
    '/answers': (_, response) => response.setHeader('X-Kind', 'plain').end('zażółć 請注意'),
    '/refuses': (_, response) => response.writeHead(429, { 'Retry-After': '7' }).end('slower'),
    '/empty': (_, response) => response.writeHead(204).end(),
    '/breaks': (request) => request.socket.destroy(),
    '/large': (_, response) => response.end('x'.repeat(2000)),
    '/arrived': (_, response) => arrived.given.then(() => response.end()),
    '/gone': (_, response) => gone.given.then(() => response.end()),
    '/shortens': (request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('only this', () => request.socket.destroy());
    },
    '/silent': (request) => {
      if (request.method !== 'GET') return;
      request.socket.once('close', gone.give);
      arrived.give();
    },
    '/echo': async (request, response) => {
      const { method, url, headers } = request;
      const hex = (await bodyOf(request)).toString('hex');
      response.end(`${method} ${url} X-Op-Id=${headers['x-op-id']} X-App=${headers['x-app']} ${hex}`);
    },
  };
  return createServer(async (request, response) => {
    const path = request.url.split('?')[0];
    const file = await contractFile('transport_contract', path);
    if (file) response.writeHead(200, { 'Content-Type': file[0] }).end(file[1]);
    else if (answers[path]) await answers[path](request, response);
    else response.writeHead(404).end();
  });
}

test('fetch keeps every promise of a transport', async ({ browser }) => {
  const server = misbehavingServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const page = await browser.context.newPage();
    assertKept(await contractResults(page, `http://127.0.0.1:${server.address().port}/`), 10);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, { open: false });
