// Animation frames, timers and wake-ups. Half of shell/frame_loop_web.cpp.
addToLibrary({
  $frameLoop__deps: ['frame_loop_frame', 'frame_loop_slice', 'frame_loop_input',
    'frame_loop_visibility'],
  $frameLoop: {
    owner: 0,
    frame: 0,
    timer: 0,
    timerWorker: null, // once it was needed
    timerNumber: 0, // of the latest timer
    workerCounts: false,
    sliceWaiting: false,
    channel: null,

    start(owner) {
      frameLoop.owner = owner;
      window.ledgerbridge = { frames: 0, frameMilliseconds: 0, totalMilliseconds: 0, slowestMilliseconds: 0 };
      // A message is not slowed down in a hidden tab, where timers come once a second.
      frameLoop.channel = new MessageChannel();
      frameLoop.channel.port1.onmessage = () => {
        frameLoop.sliceWaiting = false;
        if (frameLoop.owner) _frame_loop_slice(frameLoop.owner);
      };
      document.addEventListener('visibilitychange', frameLoop.tellVisibility);
      frameLoop.tellVisibility();
    },

    tellVisibility() {
      if (frameLoop.owner) _frame_loop_visibility(frameLoop.owner, document.hidden);
    },

    // Something came in: draw this many frames, so that hover, focus and layout settle.
    wake(frames) {
      if (frameLoop.owner) _frame_loop_input(frameLoop.owner, frames);
    },

    // A finished click has its effect before its event ends: what is clicked next, by a quick hand or a
    // program, is where the new screen has it and not where the old one had.
    wakeAndDraw(frames) {
      frameLoop.wake(frames);
      for (let left = frames; left > 0 && frameLoop.owner && !document.hidden; --left) _frame_loop_frame(frameLoop.owner);
    },

    schedule(frame, slice, timerMilliseconds) {
      if (frame && !frameLoop.frame) {
        frameLoop.frame = requestAnimationFrame(() => {
          frameLoop.frame = 0;
          if (frameLoop.owner) _frame_loop_frame(frameLoop.owner);
        });
      }
      if (slice && !frameLoop.sliceWaiting) {
        frameLoop.sliceWaiting = true;
        frameLoop.channel.port2.postMessage(0);
      }
      frameLoop.setTimer(timerMilliseconds);
    },

    // At most one timer; the latest schedule replaces it. Timers past 2^31 ms would fire at once.
    setTimer(milliseconds) {
      clearTimeout(frameLoop.timer);
      const number = ++frameLoop.timerNumber;
      const wait = milliseconds < 0 ? -1 : Math.min(Math.ceil(milliseconds), 0x7fffffff);
      const isHidden = document.hidden && wait >= 0;
      if (isHidden) frameLoop.startTimerWorker();
      if (frameLoop.timerWorker && (isHidden || frameLoop.workerCounts)) {
        frameLoop.timerWorker.postMessage({ number, milliseconds: isHidden ? wait : -1 });
        frameLoop.workerCounts = isHidden;
      }
      if (wait >= 0 && !(isHidden && frameLoop.timerWorker)) {
        frameLoop.timer = setTimeout(() => frameLoop.timerFired(number), wait);
      }
    },

    timerFired(number) {
      if (frameLoop.owner && number === frameLoop.timerNumber) _frame_loop_slice(frameLoop.owner);
    },

    // In a hidden tab a page's timers come once a second, later once a minute. Those of a worker come in time.
    startTimerWorker() {
      if (frameLoop.timerWorker || !Module['timerWorker']) return;
      const worker = (frameLoop.timerWorker = Module['timerWorker']());
      worker.onmessage = ({ data }) => frameLoop.timerFired(data);
      worker.onerror = () => {
        Module['timerWorker'] = null;
        frameLoop.timerWorker = null;
        if (frameLoop.owner) _frame_loop_slice(frameLoop.owner); // it sets the timer anew
      };
    },
  },

  frame_loop_start__deps: ['$frameLoop'],
  frame_loop_start: (owner) => frameLoop.start(owner),

  frame_loop_stop__deps: ['$frameLoop'],
  frame_loop_stop: () => {
    frameLoop.owner = 0;
    frameLoop.setTimer(-1);
    if (frameLoop.frame) cancelAnimationFrame(frameLoop.frame);
    frameLoop.frame = 0;
  },

  frame_loop_schedule__deps: ['$frameLoop'],
  frame_loop_schedule: (frame, slice, timer) => frameLoop.schedule(frame, slice, timer),

  frame_loop_drawn__deps: ['$frameLoop'],
  frame_loop_drawn: (milliseconds) => {
    const counters = window.ledgerbridge;
    counters.frames += 1;
    counters.frameMilliseconds = milliseconds;
    counters.totalMilliseconds += milliseconds;
    counters.slowestMilliseconds = Math.max(counters.slowestMilliseconds, milliseconds);
  },
});
