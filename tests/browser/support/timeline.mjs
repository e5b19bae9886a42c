// What the browser itself notes down while a page works.

/** Every way in which script begins to run. */
export const scriptEvents = new Set(['EvaluateScript', 'EventDispatch', 'FireAnimationFrame', 'FireIdleCallback', 'FunctionCall', 'TimerFire']);

/** Starts to watch; the function that comes back ends it and gives the events of the timeline since, each with its `name`. */
export async function watchTimeline(page) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline'] } });
  return async () => {
    const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await ended;
    await session.detach();
    return events;
  };
}
