// The client libraries for QuickBooks, connected to a sandbox as an app is connected to a company.
import { createRequire } from 'node:module';
import { redirectUri, startSandbox, submit } from './support.mjs';

const QuickBooks = createRequire(import.meta.url)('node-quickbooks');

export const accountingScope = 'com.intuit.quickbooks.accounting';

/** A sandbox whose limits do not stand in the way, and a client that was given access to its first company. */
export async function startQuickBooks(options) {
  const server = await startSandbox('quickbooks', options);
  try {
    await server.control('/sandbox/switches', { body: { quickbooks: { rate_limits: false } } });
    QuickBooks.V3_ENDPOINT_BASE_URL = `${server.address}/v3/company/`;
    QuickBooks.TOKEN_URL = `${server.address}/oauth2/v1/tokens/bearer`;
    QuickBooks.REVOKE_URL = `${server.address}/v2/oauth2/tokens/revoke`;
    QuickBooks.USER_INFO_URL = `${server.address}/v1/openid_connect/userinfo`;
    return { ...server, quickbooks: await connected(server) };
  } catch (problem) {
    await server.stop();
    throw problem;
  }
}

/** The realms that the consent page offers, the usual choice first. */
export async function offeredCompanies(authorizeAddress) {
  const page = await (await fetch(authorizeAddress)).text();
  return [...page.matchAll(/type="radio" name="realm" value="(\d+)"/g)].map((match) => match[1]);
}

/** Agrees on the consent page for a company and returns the address the app is sent back to. */
export async function consent(authorizeAddress, realm, decision = 'connect') {
  const address = new URL(authorizeAddress);
  return submit(address.origin + address.pathname, { ...Object.fromEntries(address.searchParams), realm, decision });
}

/** A client with tokens for one of the companies; the first one when none is named. */
export async function connected(server, realm) {
  const asked = new URLSearchParams({
    client_id: server.client.id, response_type: 'code', scope: `${accountingScope} openid email`, redirect_uri: redirectUri, state: 's',
  });
  const address = `${server.address}/connect/oauth2?${asked}`;
  const back = await consent(address, realm ?? (await offeredCompanies(address))[0]);
  const response = await fetch(`${server.address}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${server.client.id}:${server.client.secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code', code: back.searchParams.get('code'), redirect_uri: redirectUri,
    }),
  });
  const tokens = await response.json();
  return new QuickBooks(server.client.id, server.client.secret, tokens.access_token, false, back.searchParams.get('realmId'),
    true, false, 75, '2.0', tokens.refresh_token);
}

/** Calls a method of the library that takes a callback: call(quickbooks, 'getInvoice', '12'). */
export function call(quickbooks, method, ...options) {
  return new Promise((resolve, reject) => {
    quickbooks[method](...options, (problem, answer) => (problem ? reject(problem) : resolve(answer)));
  });
}

/** Awaits the library's refusal and returns the HTTP status and the fault as answered. */
export async function refusal(promise) {
  try {
    await promise;
  } catch (problem) {
    const answer = problem.response?.data ?? problem;
    if (!answer.Fault && !answer.fault) throw problem;
    return { status: problem.response?.status, ...(answer.Fault?.Error ?? answer.fault.error)[0] };
  }
  throw new Error('the call was expected to be refused and was not');
}

/** The rows of a query's answer. */
export function rows(answer) {
  return Object.values(answer.QueryResponse).find(Array.isArray) ?? [];
}
