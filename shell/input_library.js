// Pointer, wheel and keyboard of the page, for the canvas and the mirror elements over it alike.
// Half of shell/input_web.cpp.
addToLibrary({
  $pageInput__deps: ['$frameLoop', '$pageDisplay', '$domMirror', '$stringToNewUTF8', 'free', 'input_pointer',
    'input_button', 'input_wheel', 'input_key', 'input_text', 'input_focus'],
  $pageInput: {
    touch: null,
    tapDistance: 8,
    // Chromium, Safari and Firefox scroll three lines of about this height per notch.
    lineHeight: 34,

    start() {
      const stage = document.getElementById('stage');
      const listen = (name, handler) => stage.addEventListener(name, handler, { passive: false });
      listen('pointerdown', pageInput.onDown);
      listen('pointermove', pageInput.onMove);
      listen('pointerup', pageInput.onUp);
      listen('pointercancel', pageInput.onCancel);
      listen('pointerleave', pageInput.onLeave);
      listen('wheel', pageInput.onWheel);
      listen('contextmenu', (event) => event.preventDefault());
      window.addEventListener('keydown', (event) => pageInput.onKey(event, true));
      window.addEventListener('keyup', (event) => pageInput.onKey(event, false));
      window.addEventListener('blur', () => { _input_focus(false); frameLoop.wake(2); });
      window.addEventListener('focus', () => { _input_focus(true); frameLoop.wake(2); });
    },

    // In device pixels, as everything on the canvas.
    point(event, touch) {
      _input_pointer(event.clientX * pageDisplay.scale, event.clientY * pageDisplay.scale, touch);
    },

    onDown(event) {
      if (event.pointerType === 'touch') {
        pageInput.touch = { x: event.clientX, y: event.clientY, scrolling: false };
        pageInput.point(event, true);
      } else {
        pageInput.point(event, false);
        _input_button(event.button, true);
      }
      try { event.target.setPointerCapture(event.pointerId); } catch { /* the pointer is gone already */ }
      // Here and not after the next frame: only inside the event may a phone show its keyboard.
      if (domMirror.isEditable(event.target)) event.target.focus({ preventScroll: true });
      frameLoop.wake(4);
    },

    onMove(event) {
      const touch = pageInput.touch;
      if (event.pointerType === 'touch' && touch) {
        const dx = event.clientX - touch.x;
        const dy = event.clientY - touch.y;
        if (!touch.scrolling && Math.hypot(dx, dy) < pageInput.tapDistance) return;
        touch.scrolling = true;
        _input_wheel(-dx, -dy);
        touch.x = event.clientX;
        touch.y = event.clientY;
      } else {
        pageInput.point(event, false);
      }
      frameLoop.wake(2);
    },

    // A finger that did not scroll has tapped.
    onUp(event) {
      if (event.pointerType === 'touch') {
        if (pageInput.touch && !pageInput.touch.scrolling) {
          _input_button(0, true);
          _input_button(0, false);
        }
        pageInput.touch = null;
      } else {
        pageInput.point(event, false);
        _input_button(event.button, false);
      }
      frameLoop.wakeAndDraw(4);
    },

    onCancel() {
      pageInput.touch = null;
      for (const button of [0, 1, 2]) _input_button(button, false);
      frameLoop.wake(3);
    },

    onLeave(event) {
      if (event.buttons === 0) _input_pointer(-1, -1, false);
      frameLoop.wake(2);
    },

    onWheel(event) {
      if (event.ctrlKey) return; // the browser's zoom
      event.preventDefault();
      const unit = [1, pageInput.lineHeight, window.innerHeight][event.deltaMode];
      // Shift turns a wheel sideways; browsers on a Mac have done it already.
      const sideways = event.shiftKey && event.deltaX === 0;
      const [x, y] = sideways ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      _input_wheel(x * unit, y * unit);
      frameLoop.wake(3);
    },

    // Keys that the focused input element of the mirror handles itself; its text arrives as an edit.
    isEditing(event) {
      if (!domMirror.isEditable(document.activeElement)) return false;
      const altGraph = event.getModifierState('AltGraph');
      const chord = (event.ctrlKey || event.metaKey) && !altGraph;
      if (['Backspace', 'Delete', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return true;
      if (['ArrowUp', 'ArrowDown', 'Enter'].includes(event.key)) {
        return document.activeElement.localName === 'textarea' && !chord;
      }
      if (chord) return ['a', 'c', 'v', 'x', 'y', 'z'].includes(event.key.toLowerCase());
      return [...event.key].length === 1;
    },

    // Keys that stay the browser's: Tab moves along the mirror's elements, F5 reloads, Ctrl+T opens …
    isBrowsers(event) {
      if (event.key === 'Tab' || /^F\d+$/.test(event.key)) return true;
      if (event.altKey) return true;
      if (!event.ctrlKey && !event.metaKey) return false;
      return !['a', 'c', 'k', '/', 'Enter', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key);
    },

    onKey(event, down) {
      if (event.isComposing || event.keyCode === 229) return;
      if (document.activeElement && document.activeElement.closest('.panel')) return;
      if (down && pageInput.isEditing(event)) return;
      if (event.key === 'Tab') return;
      const code = stringToNewUTF8(event.code);
      const key = stringToNewUTF8(event.key);
      const modifiers = (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) |
        (event.metaKey ? 8 : 0);
      _input_key(code, key, modifiers, down);
      if (down && !event.ctrlKey && !event.metaKey && [...event.key].length === 1) _input_text(key);
      _free(code);
      _free(key);
      if (down && !pageInput.isBrowsers(event)) event.preventDefault();
      frameLoop.wake(4);
    },
  },

  input_start__deps: ['$pageInput'],
  input_start: () => pageInput.start(),
});
