// The official HubSpot client, unmodified: properties and groups, pipelines, owners, lists, currencies and tax rates.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { refusal, startHubSpot } from './hubspot_support.mjs';

let server;
let crm;

before(async () => {
  server = await startHubSpot(['--scale', '10']);
  ({ crm } = server.hubspot);
});

after(() => server.stop());

const json = async (path) => (await server.hubspot.apiRequest({ path })).json();

test('properties and groups', async () => {
  const { coreApi, batchApi, groupsApi } = crm.properties;
  const group = await groupsApi.create('deals', { name: 'qbo', label: 'QuickBooks', displayOrder: 2 });
  assert.equal(group.name, 'qbo');
  assert.equal((await groupsApi.update('deals', 'qbo', { label: 'Books' })).label, 'Books');
  assert.equal((await groupsApi.getByName('deals', 'qbo')).label, 'Books');
  assert.ok((await groupsApi.getAll('deals')).results.some((each) => each.name === 'qbo'));

  const definition = (name, more) => ({ groupName: 'qbo', name, label: name, type: 'string', fieldType: 'text', ...more });
  const made = await coreApi.create('deals', definition('qbo_total', { type: 'number', fieldType: 'number',
    currencyPropertyName: 'deal_currency_code' }));
  assert.equal(made.modificationMetadata.readOnlyValue, false);
  assert.equal((await coreApi.update('deals', 'qbo_total', { label: 'Total' })).label, 'Total');
  assert.equal((await coreApi.getByName('deals', 'qbo_total')).label, 'Total');
  const all = await coreApi.getAll('deals');
  const amount = all.results.find((each) => each.name === 'amount_in_home_currency');
  assert.deepEqual([amount.calculated, amount.modificationMetadata.readOnlyValue], [true, true]);
  assert.equal((await refusal(coreApi.create('deals', definition('qbo_total')))).status, 409);

  await batchApi.create('deals', { inputs: [definition('one'), definition('two')] });
  const read = await batchApi.read('deals', { archived: false, inputs: [{ name: 'one' }, { name: 'two' }] });
  assert.deepEqual(read.results.map((each) => each.name), ['one', 'two']);
  await batchApi.archive('deals', { inputs: [{ name: 'one' }, { name: 'two' }] });
  await coreApi.archive('deals', 'qbo_total');
  assert.equal((await refusal(coreApi.getByName('deals', 'qbo_total'))).status, 404);
  await groupsApi.archive('deals', 'qbo');
});

test('pipelines and stages', async () => {
  const { pipelinesApi, pipelineStagesApi, pipelineAuditsApi } = crm.pipelines;
  const sales = (await pipelinesApi.getAll('deals')).results[0];
  assert.equal(sales.stages.find((stage) => stage.id === 'closedwon').metadata.probability, '1.0');
  const stage = (label, probability) => ({ label, displayOrder: 0, metadata: { probability } });
  const made = await pipelinesApi.create('deals', { label: 'Renewals', displayOrder: 1, stages: [stage('Asked', '0.5')] });
  const won = await pipelineStagesApi.create('deals', made.id, stage('Won', '1.0'));
  assert.equal(won.metadata.isClosed, 'true');
  await pipelineStagesApi.update('deals', made.id, won.id, { label: 'Signed' });
  assert.equal((await pipelineStagesApi.getById('deals', made.id, won.id)).label, 'Signed');
  assert.equal((await pipelineStagesApi.replace('deals', made.id, won.id, stage('Gained', '1.0'))).label, 'Gained');
  assert.equal((await pipelineStagesApi.getAll('deals', made.id)).results.length, 2);
  assert.equal((await pipelinesApi.update('deals', made.id, { label: 'Yearly' })).label, 'Yearly');
  const replaced = await pipelinesApi.replace('deals', made.id, { label: 'Monthly', displayOrder: 3, stages: [stage('Open', '0.1')] });
  assert.equal((await pipelinesApi.getById('deals', made.id)).stages[0].label, replaced.stages[0].label);
  assert.equal((await pipelineAuditsApi.getAudit('deals', made.id)).results[0].action, 'UPDATE');
  await pipelineStagesApi.archive('deals', made.id, replaced.stages[0].id);
  await pipelinesApi.archive('deals', made.id);
  assert.equal((await refusal(pipelinesApi.getById('deals', made.id))).status, 404);
});

test('owners', async () => {
  const page = await crm.owners.ownersApi.getPage(undefined, undefined, 2);
  assert.equal(page.results.length, 2);
  const [owner] = page.results;
  assert.equal((await crm.owners.ownersApi.getById(Number(owner.id))).email, owner.email);
  assert.equal((await crm.owners.ownersApi.getById(owner.userId, 'userId')).id, owner.id);
  assert.equal((await crm.owners.ownersApi.getPage(owner.email)).results.length, 1);
});

test('lists and their members', async () => {
  const { listsApi, membershipsApi } = crm.lists;
  const ids = (await crm.contacts.batchApi.create({ inputs: ['Ann', 'Bob', 'Cy'].map((firstname) => (
    { properties: { firstname }, associations: [] })) })).results.map((record) => record.id);
  const { list } = await listsApi.create({ name: 'By hand', objectTypeId: '0-1', processingType: 'MANUAL' });
  const added = await membershipsApi.add(list.listId, [...ids, '1']);
  assert.deepEqual([added.recordsIdsAdded, added.recordIdsMissing], [ids, ['1']]);
  await membershipsApi.addAndRemove(list.listId, { recordIdsToAdd: [], recordIdsToRemove: [ids[0]] });
  await membershipsApi.remove(list.listId, [ids[1]]);
  const members = await membershipsApi.getPage(list.listId);
  assert.deepEqual(members.results.map((entry) => entry.recordId), [ids[2]]);
  assert.ok(members.results[0].membershipTimestamp instanceof Date);
  assert.equal((await membershipsApi.getPageOrderedByAddedToListDate(list.listId)).results.length, 1);
  assert.equal((await membershipsApi.getLists('0-1', ids[2])).results[0].listId, list.listId);

  const filterBranch = { filterBranchType: 'OR', filterBranchOperator: 'OR', filters: [], filterBranches: [{ filterBranchType: 'AND',
    filterBranchOperator: 'AND', filterBranches: [], filters: [{ filterType: 'PROPERTY', property: 'firstname', operation: {
      operationType: 'MULTISTRING', operator: 'IS_EQUAL_TO', includeObjectsWithNoValueSet: false, values: ['ann'] } }] }] };
  const dynamic = (await listsApi.create({ name: 'By filter', objectTypeId: '0-1', processingType: 'DYNAMIC', filterBranch })).list;
  const chosen = (await membershipsApi.getPage(dynamic.listId)).results.map((entry) => entry.recordId);
  assert.ok(chosen.includes(ids[0]));
  await membershipsApi.addAllFromList(list.listId, dynamic.listId);
  assert.equal((await membershipsApi.getPage(list.listId)).results.length, chosen.length + 1);
  await membershipsApi.removeAll(list.listId);

  assert.equal((await listsApi.getByName('by hand', '0-1')).list.listId, list.listId);
  assert.equal((await listsApi.getById(list.listId)).list.name, 'By hand');
  assert.equal((await listsApi.getAll([list.listId, dynamic.listId])).lists.length, 2);
  assert.equal((await listsApi.doSearch({ query: 'by', count: 10 })).total, 2);
  assert.equal((await listsApi.updateName(list.listId, 'Kept')).updatedList.name, 'Kept');
  await listsApi.updateListFilters(dynamic.listId, { filterBranch });
  await listsApi.remove(list.listId);
  assert.equal((await refusal(listsApi.getById(list.listId))).status, 404);
  await listsApi.restore(list.listId);
});

test('account, currencies and tax rates', async () => {
  const account = await json('/account-info/2026-03/details');
  assert.equal(account.companyCurrency, (await json('/settings/currencies/2026-03/company-currency')).currencyCode);
  const current = await json('/settings/v3/currencies/exchange-rates/current');
  assert.deepEqual(current.results.map((rate) => rate.fromCurrencyCode), account.additionalCurrencies);
  const rates = await json('/tax-rates/v1/tax-rates?active=true');
  assert.equal(rates.results[0].percentageRate, 8.25);
  assert.deepEqual(await json('/account-info/v3/api-usage/daily/private-apps'), { results: [] });
});
