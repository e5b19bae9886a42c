// Reports through node-quickbooks, unmodified: their grids, their agreement with the records, and what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, connected, offeredCompanies, refusal, rows, startQuickBooks } from './quickbooks_support.mjs';
import { redirectUri } from './support.mjs';

let server;
let quickbooks;

before(async () => {
  server = await startQuickBooks();
  quickbooks = server.quickbooks;
});

after(() => server.stop());

/** The keys of a report's columns, in their order. */
const keys = (report) => report.Columns.Column.map((each) => each.MetaData.find((pair) => pair.Name === 'ColKey').Value);

/** All rows of a report or section, from the top down. */
const all = (part) => (part.Rows?.Row ?? []).flatMap((row) => [row, ...all(row)]);

const sum = (report, group) => all(report).find((row) => row.group === group).Summary.ColData.slice(1).map((cell) => Number(cell.value));

/** What customers owe according to the records, in the currency of a company that has only one. */
async function owed(client) {
  const customers = rows(await call(client, 'findCustomers', { fetchAll: true, Active: [true, false] }));
  return customers.reduce((total, each) => total + Math.round(each.Balance * 100), 0) / 100;
}

test('each report the simulator has comes as a grid of its own name', async (t) => {
  const reports = {
    ProfitAndLoss: ['account', 'total'], BalanceSheet: ['account', 'total'], TrialBalance: ['account', 'debit', 'credit'],
    AgedReceivables: ['cust_name', 'current', '0', '1', '2', '3', 'total'],
    AgedReceivableDetail: ['tx_date', 'txn_type', 'doc_num', 'cust_name', 'due_date', 'memo', 'subt_amount', 'subt_open_bal'],
    CustomerBalance: ['cust_name', 'total'],
    CustomerBalanceDetail: ['tx_date', 'txn_type', 'doc_num', 'due_date', 'memo', 'subt_amount', 'subt_open_bal'],
    TransactionList: ['tx_date', 'txn_type', 'doc_num', 'is_no_post', 'name', 'memo', 'account_name', 'other_account',
      'subt_nat_amount'],
  };
  for (const [name, columns] of Object.entries(reports)) {
    await t.test(name, async () => {
      const report = await call(quickbooks, `report${name}`, {});
      assert.equal(report.Header.ReportName, name);
      assert.deepEqual(keys(report), columns);
      const cells = all(report).filter((row) => row.ColData).map((row) => row.ColData.length);
      assert.ok(cells.length > 0 && cells.every((count) => count === columns.length));
    });
  }
});

test('ageing and balances add up to what the records say', async () => {
  const open = await owed(quickbooks);
  assert.ok(open > 0);
  assert.equal(sum(await call(quickbooks, 'reportAgedReceivables', {}), 'GrandTotal').at(-1), open);
  assert.equal(sum(await call(quickbooks, 'reportAgedReceivableDetail', { aging_period: 7 }), 'GrandTotal').at(-1), open);
  assert.equal(sum(await call(quickbooks, 'reportCustomerBalance', {}), 'GrandTotal').at(-1), open);
  const sheet = await call(quickbooks, 'reportBalanceSheet', {});
  assert.equal(sum(sheet, 'AR')[0], open);
  assert.deepEqual(sum(sheet, 'TotalAssets'), sum(sheet, 'TotalLiabilitiesAndEquity'));
});

test('a sale shows in the reports at once', async () => {
  const day = rows(await call(quickbooks, 'findInvoices', { limit: 1, desc: 'TxnDate' }))[0].TxnDate;
  const period = { start_date: day, end_date: day };
  const earlier = sum(await call(quickbooks, 'reportProfitAndLoss', period), 'Income')[0];
  const customer = await call(quickbooks, 'createCustomer', { DisplayName: 'Seen in reports' });
  const item = await call(quickbooks, 'createItem', { Name: 'Seen in reports', Type: 'Service', IncomeAccountRef: { value: '1' } });
  const line = { DetailType: 'SalesItemLineDetail', Amount: 12.5, SalesItemLineDetail: { ItemRef: { value: item.Id } } };
  const sold = { CustomerRef: { value: customer.Id }, TxnDate: day, Line: [line] };
  const invoice = await call(quickbooks, 'createInvoice', sold);
  const later = await call(quickbooks, 'reportProfitAndLoss', period);
  assert.equal(Math.round((sum(later, 'Income')[0] - earlier) * 100), 1250);
  const balance = await call(quickbooks, 'reportCustomerBalanceDetail', { customer: customer.Id, columns: 'doc_num,subt_open_bal' });
  assert.deepEqual(all(balance)[1].ColData.map((cell) => cell.value), [invoice.DocNumber, '12.50']);
  const listed = await call(quickbooks, 'reportTransactionList', { ...period, customer: customer.Id, columns: 'txn_type,name' });
  assert.deepEqual(listed.Rows.Row.map((row) => row.ColData), [
    [{ value: 'Invoice', id: invoice.Id }, { value: 'Seen in reports', id: customer.Id }]]);
});

test('what is no report, and what is asked wrongly, is refused', async () => {
  const unknown = await refusal(call(quickbooks, 'reportCashFlow', {}));
  assert.deepEqual([unknown.status, unknown.code, unknown.element], [400, '5020', 'ReportName']);
  const wrong = [
    [{ start_date: 'soon' }, '2110', 'start_date'], [{ accounting_method: 'Guess' }, '2170', 'accounting_method'],
    [{ customer: '999999' }, '2500', 'customer'], [{ vendor: '1' }, '5030', 'vendor'],
  ];
  for (const [options, code, element] of wrong) {
    const refused = await refusal(call(quickbooks, 'reportProfitAndLoss', options));
    assert.deepEqual([refused.status, refused.code, refused.element], [400, code, element]);
  }
});

test('every company reports in its own currency, and its books balance', async (t) => {
  const asked = new URLSearchParams({
    client_id: server.client.id, response_type: 'code', scope: 'com.intuit.quickbooks.accounting', redirect_uri: redirectUri, state: 's',
  });
  for (const realm of await offeredCompanies(`${server.address}/connect/oauth2?${asked}`)) {
    const company = await connected(server, realm);
    const info = await call(company, 'getCompanyInfo', realm);
    await t.test(`${info.CompanyName} (${info.Country})`, async () => {
      const sheet = await call(company, 'reportBalanceSheet', {});
      const { CurrencyPrefs: currencies } = await call(company, 'getPreferences');
      assert.equal(sheet.Header.Currency, currencies.HomeCurrency.value);
      assert.deepEqual(sum(sheet, 'TotalAssets'), sum(sheet, 'TotalLiabilitiesAndEquity'));
      const [debit, credit] = sum(await call(company, 'reportTrialBalance', {}), 'GrandTotal');
      assert.equal(debit, credit);
    });
  }
});
