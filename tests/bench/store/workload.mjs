// The SQL that every candidate gets, as text: the same words for the same seed.

/** Numbers in [0, 1), the same ones for the same seed. */
export function seeded(seed) {
  let state = seed | 0;
  return () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const syllables = 'al be cor din er fos gan hil im jor kel lun mas nor os pre quin ras sol tem ur vin wes xan yor zet'.split(' ');

function makeWords(count) {
  const random = seeded(20);
  const pick = () => syllables[Math.floor(random() * syllables.length)];
  return Array.from({ length: count }, () => pick() + pick() + (random() < 0.5 ? pick() : ''));
}

const words = makeWords(3000);
const statuses = ['draft', 'sent', 'paid', 'overdue', 'void'];
const memoLength = 380;
export const batchRows = 500;
export const updateRows = 20;

export const schema = `
CREATE TABLE bench_invoice(id INTEGER PRIMARY KEY, number TEXT NOT NULL, customer_id INTEGER NOT NULL, customer TEXT NOT NULL,
  issued TEXT NOT NULL, due TEXT NOT NULL, status TEXT NOT NULL, currency TEXT NOT NULL, net INTEGER NOT NULL,
  tax INTEGER NOT NULL, total INTEGER NOT NULL, memo TEXT NOT NULL);
CREATE UNIQUE INDEX bench_invoice_number ON bench_invoice(number);
CREATE INDEX bench_invoice_customer ON bench_invoice(customer_id, issued);
CREATE INDEX bench_invoice_due ON bench_invoice(due);
CREATE TABLE bench_marker(id INTEGER PRIMARY KEY, inserted INTEGER NOT NULL, updated INTEGER NOT NULL);`;

export const search = `
CREATE VIRTUAL TABLE bench_search USING fts5(memo, content='bench_invoice', content_rowid='id');
INSERT INTO bench_search(bench_search) VALUES('rebuild');`;

const two = (number) => String(number).padStart(2, '0');

function memo(random) {
  let text = '';
  while (text.length < memoLength) text += `${words[Math.floor(random() * random() * words.length)]} `;
  return text;
}

/** About 500 bytes. */
export function invoice(id) {
  const random = seeded(id * 7919 + 17);
  const customer = Math.floor(random() * 5000);
  const day = Math.floor(random() * 1800);
  const year = 2021 + Math.floor(day / 360);
  const month = 1 + (Math.floor(day / 30) % 12);
  const date = two(1 + (day % 28));
  const net = 100 + Math.floor(random() * 500_000);
  const tax = Math.floor(net * 0.19);
  const name = `Customer ${words[customer % 3000]} ${words[(customer * 7) % 3000]} ${customer}`;
  return `(${id},'INV-${String(id).padStart(7, '0')}',${customer},'${name}','${year}-${two(month)}-${date}',`
    + `'${year}-${two((month % 12) + 1)}-${date}','${statuses[id % 5]}','EUR',${net},${tax},${net + tax},'${memo(random)}')`;
}

export const insert = (first, count) =>
  `INSERT INTO bench_invoice VALUES${Array.from({ length: count }, (_, index) => invoice(first + index)).join(',')}`;

/** One statement that changes random rows, an indexed column among them. */
export function update(number, rows) {
  const random = seeded(number * 104_729 + 5);
  const ids = Array.from({ length: updateRows }, () => 1 + Math.floor(random() * rows));
  return `UPDATE bench_invoice SET status='paid', total=total+1, due='20${21 + (number % 5)}-${two(1 + (number % 12))}-`
    + `${two(1 + (number % 28))}' WHERE id IN (${ids.join(',')})`;
}

/** Statements by workload; each is one durable commit. */
export const workloads = {
  w1: ({ count }) => Array.from({ length: count }, (_, index) => insert(index + 1, 1)),
  w2: ({ count }) => Array.from({ length: count }, (_, index) => insert(1 + index * batchRows, batchRows)),
  w4: ({ count, rows }) => Array.from({ length: count }, (_, index) => update(index, rows)),
};

export const lookup = (id) => `SELECT * FROM bench_invoice WHERE number='INV-${String(id).padStart(7, '0')}'`;

/** Transactions without end after `last` ones that left `rows` rows. Each files in a marker what it did. */
export function* commits(seed, last, rows) {
  const random = seeded(seed);
  for (let marker = last + 1; ; marker += 1) {
    const added = rows === 0 || random() < 0.5 ? 1 + Math.floor(random() * random() * batchRows) : 0;
    const work = added ? insert(rows + 1, added) : update(seed + marker, rows);
    rows += added;
    const done = added ? `${added}, 0` : '0, changes()';
    yield { marker, sql: `BEGIN; ${work}; INSERT INTO bench_marker VALUES(${marker}, ${done}); COMMIT` };
  }
}
