// Glyphs and whole runs of text drawn by the browser on a 2D canvas, handed over as pixels.
// Half of shell/browser_fonts_web.cpp and shell/text_shaper_web.cpp.
addToLibrary({
  $browserFonts__deps: ['$UTF8ToString'],
  $browserFonts__postset: 'browserFonts.start();',
  $browserFonts: {
    // Named scripts are found at once; for others Chromium asks another process, about 5 ms for each new letter.
    family: 'Inter, system-ui, "Segoe UI", Roboto, "Noto Sans"',
    hanFamilies: { ja: 'JP', ko: 'KR', 'zh-tw': 'TC', 'zh-hk': 'TC', 'zh-hant': 'TC' },
    otherFamilies: ['Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Thai'].map((script) => `"Noto Sans ${script}"`).join(', '),
    // A letter of each; the first use of a family takes some milliseconds, better before somebody scrolls.
    samples: [...'漢あ한عאअবก😀'],
    iconFamily: '"Ledgerbridge Icons"',
    weights: [400, 600],
    context: null,
    text: '',
    box: null,

    start() {
      if (typeof document === 'undefined') return;
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 64;
      browserFonts.context = canvas.getContext('2d', { willReadFrequently: true });
      // The reader's variant of Han characters.
      const language = navigator.language.toLowerCase();
      const known = Object.keys(browserFonts.hanFamilies).find((tag) => language.startsWith(tag));
      const han = `"Noto Sans CJK ${browserFonts.hanFamilies[known] ?? 'SC'}"`;
      browserFonts.family = [browserFonts.family, han, browserFonts.otherFamilies, 'sans-serif'].join(', ');
      browserFonts.warmUp();
    },

    // One letter per idle moment. Measuring changes nothing that anybody has drawn.
    warmUp() {
      const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 50));
      const rest = browserFonts.samples.flatMap((text) => [0, 1].map((face) => ({ text, face })));
      const next = () => {
        const sample = rest.shift();
        if (!sample) return;
        browserFonts.setFont(sample.face, 15 * devicePixelRatio, false);
        browserFonts.context.measureText(sample.text);
        whenIdle(next);
      };
      whenIdle(next);
    },

    isIcon(codepoint) {
      return codepoint >= 0xe000 && codepoint <= 0xf8ff;
    },

    // Setting the font of a context parses it; most calls are for the same one.
    setFont(face, size, icon) {
      const context = browserFonts.context;
      const family = icon ? browserFonts.iconFamily : browserFonts.family;
      const font = `${icon ? 400 : browserFonts.weights[face]} ${size}px ${family}`;
      if (browserFonts.font !== font) {
        browserFonts.font = font;
        context.font = font;
      }
      context.fontVariantNumeric = 'tabular-nums';
      context.textBaseline = 'alphabetic';
      context.textAlign = 'left';
    },

    // Resizing clears the context's state, so it only ever grows.
    makeRoom(width, height) {
      const canvas = browserFonts.context.canvas;
      if (canvas.width >= width && canvas.height >= height) return;
      canvas.width = Math.max(canvas.width, width);
      canvas.height = Math.max(canvas.height, height);
      browserFonts.font = '';
    },

    // Writes advance, left, top, width, height (relative to the pen on the base line, in pixels) and
    // keeps text and box for the draw that follows.
    measure(text, out) {
      const metrics = browserFonts.context.measureText(text);
      const left = Math.floor(-metrics.actualBoundingBoxLeft);
      const top = Math.floor(-metrics.actualBoundingBoxAscent);
      const width = Math.ceil(metrics.actualBoundingBoxRight) - left;
      const height = Math.ceil(metrics.actualBoundingBoxDescent) - top;
      // A pixel around it for smoothing; nothing at all stays nothing (spaces).
      const padding = width > 0 && height > 0 ? 1 : 0;
      browserFonts.text = text;
      browserFonts.box = { left: left - padding, top: top - padding };
      HEAPF32[out >> 2] = metrics.width;
      HEAPF32[(out >> 2) + 1] = left - padding;
      HEAPF32[(out >> 2) + 2] = top - padding;
      HEAPF32[(out >> 2) + 3] = width > 0 && height > 0 ? width + 2 : 0;
      HEAPF32[(out >> 2) + 4] = width > 0 && height > 0 ? height + 2 : 0;
    },

    // Draws what was measured last as RGBA. White with alpha where the glyph takes the text's colour;
    // true when the glyph has colours of its own (emoji).
    draw(face, size, icon, width, height, out, colour = '#fff') {
      browserFonts.makeRoom(width, height);
      browserFonts.setFont(face, size, icon);
      const context = browserFonts.context;
      context.clearRect(0, 0, width, height);
      context.fillStyle = colour;
      context.fillText(browserFonts.text, -browserFonts.box.left, -browserFonts.box.top);
      const pixels = context.getImageData(0, 0, width, height).data;
      HEAPU8.set(pixels, out);
      return browserFonts.hasColour(pixels);
    },

    hasColour(pixels) {
      for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3] < 32) continue;
        if (Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) < 200) return 1;
      }
      return 0;
    },
  },

  browser_font_line__deps: ['$browserFonts'],
  browser_font_line: (face, size, out) => {
    browserFonts.setFont(face, size, false);
    const metrics = browserFonts.context.measureText('Mg');
    HEAPF32[out >> 2] = metrics.fontBoundingBoxAscent;
    HEAPF32[(out >> 2) + 1] = metrics.fontBoundingBoxDescent;
  },

  browser_font_measure__deps: ['$browserFonts'],
  browser_font_measure: (face, size, codepoint, out) => {
    browserFonts.setFont(face, size, browserFonts.isIcon(codepoint));
    browserFonts.context.direction = 'ltr';
    browserFonts.measure(String.fromCodePoint(codepoint), out);
  },

  browser_font_draw__deps: ['$browserFonts'],
  browser_font_draw: (face, size, codepoint, width, height, out) =>
    browserFonts.draw(face, size, browserFonts.isIcon(codepoint), width, height, out),

  browser_font_measure_run__deps: ['$browserFonts'],
  browser_font_measure_run: (face, size, text, length, rightToLeft, out) => {
    browserFonts.setFont(face, size, false);
    browserFonts.context.direction = rightToLeft ? 'rtl' : 'ltr';
    browserFonts.measure(UTF8ToString(text, length), out);
  },

  browser_font_draw_run__deps: ['$browserFonts'],
  browser_font_draw_run: (face, size, colour, rightToLeft, width, height, out) => {
    browserFonts.makeRoom(width, height);
    browserFonts.context.direction = rightToLeft ? 'rtl' : 'ltr';
    // ImGui's packed colour: red is the lowest byte.
    const [red, green, blue] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
    const style = `rgb(${red} ${green} ${blue} / ${(colour >>> 24) / 255})`;
    return browserFonts.draw(face, size, false, width, height, out, style);
  },
});
