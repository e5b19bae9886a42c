// The canvas's size, the person's preferences, clipboard, links and messages of the page.
// Half of shell/backend_web.cpp.
addToLibrary({
  $pageDisplay__deps: ['$frameLoop'],
  $pageDisplay: {
    canvas: null,
    scale: 1,
    width: 0,
    height: 0,

    start() {
      pageDisplay.canvas = document.getElementById('canvas');
      const observer = new ResizeObserver((entries) => pageDisplay.measure(entries[entries.length - 1]));
      // Only the browser knows to the pixel how many device pixels the canvas covers.
      try {
        observer.observe(pageDisplay.canvas, { box: 'device-pixel-content-box' });
      } catch {
        observer.observe(pageDisplay.canvas);
      }
      pageDisplay.measure(null);
      for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']) {
        matchMedia(query).addEventListener('change', () => frameLoop.wake(3));
      }
      for (const name of ['online', 'offline']) window.addEventListener(name, () => frameLoop.wake(2));
    },

    measure(entry) {
      const box = pageDisplay.canvas.getBoundingClientRect();
      const exact = entry && entry.devicePixelContentBoxSize && entry.devicePixelContentBoxSize[0];
      pageDisplay.width = exact ? exact.inlineSize : Math.round(box.width * devicePixelRatio);
      pageDisplay.height = exact ? exact.blockSize : Math.round(box.height * devicePixelRatio);
      pageDisplay.scale = devicePixelRatio;
      frameLoop.wake(3);
    },
  },

  // Sets the canvas to the size the browser gave it; writes width, height and scale.
  platform_fit_canvas__deps: ['$pageDisplay'],
  platform_fit_canvas: (out) => {
    const { canvas, width, height, scale } = pageDisplay;
    // A new size clears the canvas, so it is set right before a frame is drawn.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    HEAPF32[out >> 2] = width;
    HEAPF32[(out >> 2) + 1] = height;
    HEAPF32[(out >> 2) + 2] = scale;
  },

  platform_start__deps: ['$pageDisplay'],
  platform_start: () => pageDisplay.start(),

  platform_prefers_dark: () => matchMedia('(prefers-color-scheme: dark)').matches,
  platform_prefers_less_motion: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  platform_is_online: () => navigator.onLine,
  platform_is_mac: () => /Mac|iPhone|iPad/.test(navigator.platform),

  platform_locale__deps: ['$stringToNewUTF8'],
  platform_locale: () => stringToNewUTF8(navigator.language || 'en'),

  platform_time_zone__deps: ['$stringToNewUTF8'],
  platform_time_zone: () => stringToNewUTF8(Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'),

  platform_copy__deps: ['$UTF8ToString'],
  platform_copy: (text, length) => {
    const copied = UTF8ToString(text, length);
    // Refused without a recent click or key: there is nothing to do about it, and nothing is lost.
    if (navigator.clipboard) navigator.clipboard.writeText(copied).catch(() => {});
  },

  platform_open_link__deps: ['$UTF8ToString'],
  platform_open_link: (address, length) => {
    const url = new URL(UTF8ToString(address, length), location.href);
    // Links of records come from other systems: nothing but web pages is opened.
    if (url.protocol === 'https:' || url.protocol === 'http:') window.open(url.href, '_blank', 'noopener,noreferrer');
  },

  platform_set_cursor__deps: ['$UTF8ToString'],
  platform_set_cursor: (name) => {
    document.getElementById('stage').style.cursor = UTF8ToString(name);
  },

  platform_show_fatal__deps: ['$UTF8ToString'],
  platform_show_fatal: (title, text) => {
    Module.showFatal(UTF8ToString(title), UTF8ToString(text));
  },

  platform_show_loading: (part) => Module.dataLoading(part),
  platform_started: () => Module.started(),
});
