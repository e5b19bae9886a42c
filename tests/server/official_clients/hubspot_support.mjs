// HubSpot's own client library, connected to a sandbox as an app is connected to an account.
import { Client } from '@hubspot/api-client';
import { redirectUri, startSandbox, submit } from './support.mjs';

const objects = ['contacts', 'companies', 'deals', 'products', 'line_items', 'quotes', 'invoices', 'commercepayments',
  'tickets'];

export const allScopes = ['oauth', 'e-commerce', 'crm.objects.owners.read', 'crm.lists.read', 'crm.lists.write',
  'settings.currencies.read', 'tax_rates.read',
  ...objects.flatMap((name) => ['objects', 'schemas'].flatMap(
    (area) => ['read', 'write'].map((right) => `crm.${area}.${name}.${right}`)))];

/** A sandbox whose limits do not stand in the way, and a client that was given access to its account. */
export async function startHubSpot(options) {
  const server = await startSandbox('hubspot', options);
  try {
    await server.control('/sandbox/switches', { body: { hubspot: { rate_limits: false, search_lag_seconds: 0 } } });
    const { accessToken } = await connect(server, allScopes);
    return { ...server, hubspot: new Client({ basePath: server.address, accessToken }) };
  } catch (problem) {
    await server.stop();
    throw problem;
  }
}

/** Agrees on the consent page and returns the code. */
export async function consent(server, scopes) {
  const address = new Client().oauth.getAuthorizationUrl(server.client.id, redirectUri, scopes.join(' '));
  const asked = new URL(address).searchParams;
  const back = await submit(`${server.address}/oauth/authorize`, { ...Object.fromEntries(asked), decision: 'connect' });
  return back.searchParams.get('code');
}

/** Exchanges a code as the library does. */
export async function connect(server, scopes) {
  const { tokensApi } = new Client({ basePath: server.address }).oauth;
  return tokensApi.create('authorization_code', await consent(server, scopes), redirectUri, server.client.id,
    server.client.secret);
}

/** Awaits the library's exception and returns it with the parsed error body as `answer`. */
export async function refusal(promise) {
  try {
    await promise;
  } catch (problem) {
    if (problem.code === undefined) throw problem;
    return { status: problem.code, answer: problem.body, headers: problem.headers };
  }
  throw new Error('the call was expected to be refused and was not');
}
