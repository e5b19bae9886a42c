// One timer at a time, for a page whose own timers a browser slows down while nobody sees it (shell/frame_library.js).
'use strict';

let timer = 0;

onmessage = ({ data: { number, milliseconds } }) => {
  clearTimeout(timer);
  if (milliseconds >= 0) timer = setTimeout(() => postMessage(number), milliseconds);
};
