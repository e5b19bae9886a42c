// One candidate in a page of its own. The address says which: ?place=page|worker, and with &first=&id= a database is opened
// at once and asked for one invoice, whose time since the page began to load is `firstAnswer`.
import { Steps } from './steps.mjs';

const parameters = new URLSearchParams(location.search);

async function startWorker() {
  const worker = new Worker('worker.mjs', { type: 'module' });
  if (parameters.has('shared')) {
    const { initBackend } = await import('/node_modules/absurd-sql/dist/indexeddb-main-thread.js');
    initBackend(worker);
  }
  return (step, options) => new Promise((resolve, reject) => {
    const answered = ({ data }) => {
      if (data?.step !== step) return;
      worker.removeEventListener('message', answered);
      if (data.error) reject(new Error(data.error));
      else resolve(data.value);
    };
    worker.addEventListener('message', answered);
    worker.onerror = (event) => reject(new Error(`${event.message} ${event.filename}:${event.lineno}`));
    worker.postMessage({ step, options });
  });
}

function startHere() {
  const steps = new Steps();
  return async (step, options) => steps[step](options);
}

const started = parameters.get('place') === 'worker' ? startWorker() : startHere();

globalThis.ask = async (step, options) => (await started)(step, options);

async function answerFirst(open, id) {
  await globalThis.ask('open', open);
  await globalThis.ask('firstAnswer', { id });
  return performance.now();
}

if (parameters.has('first')) globalThis.firstAnswer = answerFirst(JSON.parse(parameters.get('first')), Number(parameters.get('id')));
globalThis.firstAnswer?.catch(() => {}); // whoever waits for it hears of it
