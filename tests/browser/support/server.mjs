// The server under test: ./dev serve --sandbox, on free ports, ended with the tests.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const startMillisecondsMax = 120_000;

/**
 * Starts a server with both simulators and waits for its line of addresses.
 * @param {string[]} options more options of serve.py, such as ['--scale', '30']
 * @returns {Promise<{page: string, hubspot: string, quickbooks: string, stop: () => Promise<void>}>}
 */
export async function startServer(options = []) {
  // TEST_PAGE: another build than the release, such as build/web-debug/page.
  const page = process.env.TEST_PAGE ? ['--page', process.env.TEST_PAGE] : [];
  const child = spawn('./dev', ['serve', '--sandbox', '--port', '0', ...page, ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = [];
  child.stderr.on('data', (chunk) => errors.push(chunk.toString()));
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const addresses = await firstLine(child, exited, errors);
  return { ...JSON.parse(addresses), stop: () => stop(child, exited) };
}

async function firstLine(child, exited, errors) {
  const lines = createInterface({ input: child.stdout });
  const line = new Promise((resolve) => lines.once('line', resolve));
  const late = new Promise((resolve) => setTimeout(resolve, startMillisecondsMax).unref());
  const first = await Promise.race([line, exited.then(() => null), late.then(() => null)]);
  if (first === null) {
    child.kill();
    throw new Error(`the server did not start within ${startMillisecondsMax} ms, or ended:\n${errors.join('')}`);
  }
  return first;
}

async function stop(child, exited) {
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(hard);
}

/** Calls a control address of the sandbox and returns its JSON. */
export async function sandbox(page, path, options = {}) {
  const { body, method = body === undefined ? 'GET' : 'POST' } = options;
  const response = await fetch(new URL(path, page), {
    method,
    headers: { 'X-App': '1', 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
