// Candidates that need a worker: the same steps, asked for by message.
import { Steps } from './steps.mjs';

const steps = new Steps();

addEventListener('message', async ({ data }) => {
  if (data?.step === undefined) return; // the candidate's own messages
  try {
    postMessage({ step: data.step, value: await steps[data.step](data.options) });
  } catch (error) {
    postMessage({ step: data.step, error: String(error?.stack ?? error) });
  }
});
