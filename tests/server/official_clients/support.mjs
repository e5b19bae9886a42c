// A sandbox for the providers' own client libraries, with an OAuth app of its own at the provider under test.
import { sandbox, startServer } from '../../browser/support/server.mjs';

export const redirectUri = 'http://localhost:9/oauth/callback';

/**
 * Starts a sandbox with a fixed clock and makes an OAuth app known to one provider.
 * @param {'hubspot' | 'quickbooks'} provider
 * @param {string[]} options more options of serve.py
 * @param {string | null} clock the moment at which the clock stands; null: it follows the real one
 */
export async function startSandbox(provider, options = [], clock = '2026-11-22T09:00:00Z') {
  const server = await startServer([...(clock === null ? [] : ['--clock', clock]), ...options]);
  const client = { id: `client-of-${provider}`, secret: 'a secret of the tests' };
  const control = (path, more) => sandbox(server.page, path, more);
  await control('/sandbox/clients', {
    body: { provider, client_id: client.id, client_secret: client.secret, redirect_uri: redirectUri },
  });
  return { address: server[provider], page: server.page, client, control, stop: server.stop };
}

/** Submits a form as a browser would and returns the address it is sent on to. */
export async function submit(address, fields) {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const location = response.headers.get('location');
  if (!location) throw new Error(`${address} answered ${response.status} without a redirect: ${await response.text()}`);
  return new URL(location);
}
