// The official HubSpot client, unmodified: associations v4 and their labels.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { AssociationTypes } from '@hubspot/api-client';
import { refusal, startHubSpot } from './hubspot_support.mjs';

let server;
let contact;
let company;

before(async () => {
  server = await startHubSpot(['--scale', '10']);
});

after(() => server.stop());

beforeEach(async () => {
  const { contacts, companies } = server.hubspot.crm;
  contact = (await contacts.basicApi.create({ properties: { lastname: 'Lee' }, associations: [] })).id;
  company = (await companies.basicApi.create({ properties: { name: 'Acme' }, associations: [] })).id;
});

const v4 = () => server.hubspot.crm.associations.v4;
const spec = (associationTypeId, associationCategory = 'HUBSPOT_DEFINED') => ({ associationCategory, associationTypeId });
const typesOf = async () => (await v4().basicApi.getPage('contacts', contact, 'companies')).results.map(
  (entry) => [entry.toObjectId, entry.associationTypes.map((type) => type.typeId).sort((a, b) => a - b)]);

test('the default type is written and read in both directions', async () => {
  const made = await v4().basicApi.createDefault('contacts', contact, 'companies', company);
  assert.deepEqual(made.results.map((result) => result.associationSpec.associationTypeId),
    [AssociationTypes.contactToCompany, AssociationTypes.companyToContact]);
  const back = await v4().basicApi.getPage('companies', company, 'contacts');
  assert.deepEqual(back.results.map((entry) => entry.toObjectId), [contact]);
  await v4().basicApi.archive('contacts', contact, 'companies', company);
  assert.deepEqual(await typesOf(), []);
});

test('a label replaces the set and one company is primary', async () => {
  const other = (await server.hubspot.crm.companies.basicApi.create({ properties: { name: 'Beta' }, associations: [] })).id;
  const made = await v4().basicApi.create('contacts', contact, 'companies', company, [spec(1), spec(931)]);
  assert.deepEqual(made.labels, ['Primary', 'Billing contact']);
  await v4().basicApi.create('contacts', contact, 'companies', other, [spec(1)]);
  assert.deepEqual(await typesOf(), [[company, [279, 931]], [other, [1, 279]]]);
});

test('batches create, read, archive labels and archive', async () => {
  const pair = { _from: { id: contact }, to: { id: company } };
  const made = await v4().batchApi.create('contacts', 'companies', { inputs: [{ ...pair, types: [spec(1)] }] });
  assert.equal(made.results[0].fromObjectId, contact);
  await v4().batchApi.createDefault('contacts', 'companies', { inputs: [pair] });
  await v4().batchApi.create('contacts', 'companies', { inputs: [{ ...pair, types: [spec(1), spec(931)] }] });
  await v4().batchApi.archiveLabels('contacts', 'companies', { inputs: [{ ...pair, types: [spec(931)] }] });
  const read = await v4().batchApi.getPage('contacts', 'companies', { inputs: [{ id: contact }] });
  assert.deepEqual(read.results[0].to[0].associationTypes.map((type) => type.typeId).sort((a, b) => a - b), [1, 279]);
  await v4().batchApi.archive('contacts', 'companies', { inputs: [{ _from: { id: contact }, to: [{ id: company }] }] });
  assert.deepEqual(await typesOf(), []);
});

test('a wrong type and a missing record are refused', async () => {
  assert.equal((await refusal(v4().basicApi.create('contacts', contact, 'companies', company, [spec(19)]))).status, 400);
  assert.equal((await refusal(v4().basicApi.createDefault('contacts', contact, 'companies', '1'))).status, 400);
  assert.equal((await refusal(v4().basicApi.getPage('contacts', '1', 'companies'))).status, 404);
});

test('custom labels are made, listed, used, renamed and deleted', async () => {
  const { definitionsApi } = v4().schema;
  const { results } = await definitionsApi.create('contacts', 'companies',
    { name: 'accountant', label: 'Accountant', inverseLabel: 'Client' });
  assert.deepEqual(results.map((kind) => [kind.category, kind.label]), [['USER_DEFINED', 'Accountant'], ['USER_DEFINED', 'Client']]);
  const { typeId } = results[0];
  await v4().basicApi.create('contacts', contact, 'companies', company, [spec(typeId, 'USER_DEFINED')]);
  assert.deepEqual(await typesOf(), [[company, [279, typeId]]]);
  await definitionsApi.update('contacts', 'companies', { associationTypeId: typeId, label: 'Bookkeeper' });
  const listed = await definitionsApi.getAll('contacts', 'companies');
  assert.ok(listed.results.some((kind) => kind.typeId === typeId && kind.label === 'Bookkeeper'));
  await definitionsApi.remove('contacts', 'companies', typeId);
  assert.deepEqual(await typesOf(), [[company, [279]]]);
});

test('limits are set, enforced and taken away', async () => {
  const base = '/crm/v4/associations/definitions/configurations';
  const limits = async (operation, inputs) => (await server.hubspot.apiRequest({ method: 'POST',
    path: `${base}/contacts/companies/batch/${operation}`, body: { inputs } })).status;
  const limit = { category: 'HUBSPOT_DEFINED', typeId: 279, maxToObjectIds: 1 };
  assert.equal(await limits('create', [limit]), 200);
  const other = (await server.hubspot.crm.companies.basicApi.create({ properties: { name: 'Beta' }, associations: [] })).id;
  await v4().basicApi.createDefault('contacts', contact, 'companies', company);
  const refused = await refusal(v4().basicApi.createDefault('contacts', contact, 'companies', other));
  assert.equal(refused.answer.subCategory, 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED');
  assert.equal(await limits('update', [{ ...limit, maxToObjectIds: 2 }]), 200);
  await v4().basicApi.createDefault('contacts', contact, 'companies', other);
  assert.equal(await limits('purge', [limit]), 204);
  assert.deepEqual(await (await server.hubspot.apiRequest({ path: `${base}/all` })).json(), { results: [] });
});

test('the third version goes by names', async () => {
  const { batchApi } = server.hubspot.crm.associations;
  const link = { _from: { id: contact }, to: { id: company }, type: 'contact_to_company' };
  const made = await batchApi.create('contacts', 'companies', { inputs: [link] });
  assert.equal(made.results[0].type, 'contact_to_company');
  const read = await batchApi.read('contacts', 'companies', { inputs: [{ id: contact }] });
  assert.deepEqual(read.results[0].to.map((entry) => entry.id), [company, company]);
  await batchApi.archive('contacts', 'companies', { inputs: [{ ...link, type: 'contact_to_company_unlabeled' }] });
  assert.deepEqual(await typesOf(), []);
});

test('a page holds 500 and leads to the next', async () => {
  const { contacts } = server.hubspot.crm;
  for (let batch = 0; batch < 6; batch += 1) {
    const inputs = Array.from({ length: batch === 5 ? 1 : 100 }, (_, n) => ({ properties: { lastname: `x${batch}-${n}` },
      associations: [{ to: { id: company }, types: [spec(279)] }] }));
    await contacts.batchApi.create({ inputs });
  }
  const page = await v4().basicApi.getPage('companies', company, 'contacts', undefined, 500);
  assert.equal(page.results.length, 500);
  const rest = await v4().basicApi.getPage('companies', company, 'contacts', page.paging.next.after, 500);
  assert.equal(rest.results.length, 1);
});
