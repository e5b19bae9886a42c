// intuit-oauth, unmodified, against the simulator: consent, exchange, refresh, revoke, and calls of the accounting API.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, beforeEach, test } from 'node:test';
import { consent, offeredCompanies } from './quickbooks_support.mjs';
import { redirectUri, startSandbox } from './support.mjs';

const OAuthClient = createRequire(import.meta.url)('intuit-oauth');
const scopes = [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId, OAuthClient.scopes.Email, OAuthClient.scopes.Profile];

let server;
let client;

before(async () => {
  server = await startSandbox('quickbooks');
  OAuthClient.environment.sandbox = `${server.address}/`;
  OAuthClient.retryConfig.maxRetries = 0;
});

after(() => server.stop());

beforeEach(async () => {
  await server.control('/sandbox/switches', { method: 'DELETE' });
  client = newClient();
});

function newClient(more = {}, at = server) {
  const made = new OAuthClient({
    clientId: at.client.id, clientSecret: at.client.secret, environment: 'sandbox', redirectUri, ...more,
  });
  return made.setAuthorizeURLs({
    authorizeEndpoint: `${at.address}/connect/oauth2`,
    tokenEndpoint: `${at.address}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${at.address}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${at.address}/v1/openid_connect/userinfo`,
  });
}

/** Goes through the consent page and lets the client exchange the code it was sent back with. */
async function connect(oauth, choice = 0) {
  const address = oauth.authorizeUri({ scope: scopes, state: 'state-1' });
  const realm = (await offeredCompanies(address))[choice];
  const back = await consent(address, realm);
  const answer = await oauth.createToken(back.href);
  return { back, realm, tokens: answer.getJson() };
}

test('the consent page leads back with code, state and realm, and the code gives tokens', async () => {
  const { back, realm, tokens } = await connect(client);
  assert.equal(back.origin + back.pathname, redirectUri);
  assert.equal(back.searchParams.get('state'), 'state-1');
  assert.equal(back.searchParams.get('realmId'), realm);
  assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.x_refresh_token_expires_in], ['bearer', 3600, 8726400]);
  assert.equal(client.getToken().realmId, realm);
  assert.ok(client.isAccessTokenValid());
});

test('a person may choose another company, and the tokens are bound to it', async () => {
  const { realm } = await connect(client, 1);
  const info = await client.makeApiCall({ url: `v3/company/${realm}/companyinfo/${realm}` });
  assert.equal(info.json.CompanyInfo.Id, '1');
  const others = await offeredCompanies(client.authorizeUri({ scope: scopes }));
  await assert.rejects(client.makeApiCall({ url: `v3/company/${others[0]}/companyinfo/${others[0]}` }), { code: '403' });
});

test('a person may cancel', async () => {
  const address = client.authorizeUri({ scope: scopes, state: 'state-2' });
  const back = await consent(address, (await offeredCompanies(address))[0], 'cancel');
  assert.deepEqual(Object.fromEntries(back.searchParams), { error: 'access_denied', state: 'state-2' });
});

test('a code works once', async () => {
  const { back } = await connect(client);
  await assert.rejects(newClient().createToken(back.href), (problem) => problem.error === 'invalid_grant');
});

test('a wrong secret is refused', async () => {
  const address = client.authorizeUri({ scope: scopes });
  const back = await consent(address, (await offeredCompanies(address))[0]);
  const wrong = newClient({ clientSecret: 'another secret' });
  await assert.rejects(wrong.createToken(back.href), (problem) => problem.error === 'invalid_client');
});

test('the refresh token stays for a day, then changes, and the old one is dead', async () => {
  const { tokens } = await connect(client);
  const same = (await client.refresh()).getJson();
  assert.equal(same.refresh_token, tokens.refresh_token);
  assert.notEqual(same.access_token, tokens.access_token);
  await server.control('/sandbox/clock', { body: { advance_seconds: 25 * 3600 } });
  const renewed = (await client.refreshUsingToken(tokens.refresh_token)).getJson();
  assert.notEqual(renewed.refresh_token, tokens.refresh_token);
  await assert.rejects(client.refreshUsingToken(tokens.refresh_token), (problem) => problem.error === 'invalid_grant');
});

test('with strict rotation every refresh changes the token, and using an old one can end the grant', async () => {
  await server.control('/sandbox/switches', { body: { quickbooks: { rotation: 'family' } } });
  const { tokens } = await connect(client);
  const second = (await client.refresh()).getJson();
  assert.notEqual(second.refresh_token, tokens.refresh_token);
  await assert.rejects(client.refreshUsingToken(tokens.refresh_token), (problem) => problem.error === 'invalid_grant');
  await assert.rejects(client.refreshUsingToken(second.refresh_token), (problem) => problem.error === 'invalid_grant');
});

test('the hard end of a grant is told to those who ask', async () => {
  const asking = newClient({ includeRefreshTokenHardExpiresIn: true });
  const { tokens } = await connect(asking);
  assert.equal(tokens.x_refresh_token_hard_expires_in, 157680000);
  assert.equal((await connect(client)).tokens.x_refresh_token_hard_expires_in, undefined);
});

test('revoking ends both tokens', async () => {
  const { realm, tokens } = await connect(client);
  await client.revoke({ refresh_token: tokens.refresh_token });
  const late = newClient({ token: { ...tokens, realmId: realm } });
  await assert.rejects(late.makeApiCall({ url: `v3/company/${realm}/preferences` }), { code: '401' });
  await assert.rejects(late.refreshUsingToken(tokens.refresh_token), (problem) => problem.error === 'invalid_grant');
});

test('the user is told by scope', async () => {
  await connect(client);
  const user = (await client.getUserInfo()).getJson();
  assert.match(user.email, /@/);
  assert.ok(user.givenName && user.familyName && user.sub);
});

test('the identity token carries a signature the library can check', async () => {
  const { tokens } = await connect(client);
  const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString());
  assert.deepEqual([claims.aud, claims.iss], [[server.client.id], 'https://oauth.platform.intuit.com/op/v1']);
  // The library goes by the real clock, the sandbox by its own: ask for a token of this very moment.
  const present = await startSandbox('quickbooks', ['--clock', new Date().toISOString()]);
  try {
    OAuthClient.jwks_uri = `${present.address}/op/v1/jwks`;
    const fresh = newClient({}, present);
    await connect(fresh);
    assert.equal(await fresh.validateIdToken(), true);
  } finally {
    await present.stop();
  }
});

test('discovery names the addresses of the simulator', async () => {
  for (const name of ['openid_configuration', 'openid_sandbox_configuration']) {
    const found = await (await fetch(`${server.address}/.well-known/${name}`)).json();
    assert.equal(found.authorization_endpoint, `${server.address}/connect/oauth2`);
    assert.equal(found.token_endpoint, `${server.address}/oauth2/v1/tokens/bearer`);
    assert.equal(found.revocation_endpoint, `${server.address}/v2/oauth2/tokens/revoke`);
    assert.equal(found.issuer, 'https://oauth.platform.intuit.com/op/v1');
  }
});

test('faults and throttling reach the library as errors', async () => {
  const { realm } = await connect(client);
  await assert.rejects(client.makeApiCall({ url: `v3/company/${realm}/invoice/999999` }), (problem) => {
    assert.equal(problem.code, '610');
    assert.equal(problem.faultType, 'ValidationFault');
    assert.match(problem.intuitTid ?? problem.intuit_tid, /^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    return true;
  });
  await server.control('/sandbox/switches', { body: { quickbooks: { calls_per_second: 1, calls_per_minute: 1 } } });
  const calls = [1, 2, 3].map(() => client.makeApiCall({ url: `v3/company/${realm}/preferences` }));
  const results = await Promise.allSettled(calls);
  const refused = results.filter((each) => each.status === 'rejected');
  assert.ok(refused.length >= 1 && refused.every((each) => each.reason.code === 'RATE_LIMIT_EXCEEDED'));
});
