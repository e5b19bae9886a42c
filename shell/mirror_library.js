// The transparent elements over the canvas: what screen readers read and automation clicks.
// Half of shell/dom_mirror_web.cpp.
addToLibrary({
  $domMirror__deps: ['$UTF8ToString', '$stringToNewUTF8', '$lengthBytesUTF8', '$frameLoop',
    'dom_mirror_activated', 'dom_mirror_focused', 'dom_mirror_blurred', 'dom_mirror_edited', 'free'],
  $domMirror: {
    owner: 0,
    root: null,
    elements: null,
    applied: null,
    composing: false,
    applying: false,
    pointerInside: false,
    lastSelection: '',

    start(owner) {
      domMirror.owner = owner;
      domMirror.elements = new Map();
      domMirror.applied = new Map(); // the attributes as they were set, by id
      const root = (domMirror.root = document.getElementById('mirror'));
      root.addEventListener('click', domMirror.onClick);
      root.addEventListener('focusin', domMirror.onFocus);
      root.addEventListener('focusout', domMirror.onBlur);
      root.addEventListener('input', (event) => domMirror.onEdit(event.target));
      root.addEventListener('compositionstart', () => { domMirror.composing = true; });
      root.addEventListener('compositionend', (event) => {
        domMirror.composing = false;
        domMirror.onEdit(event.target);
      });
      // The canvas places the text cursor; the browser would place it by its own measures.
      root.addEventListener('mousedown', (event) => event.preventDefault());
      root.addEventListener('pointerdown', () => { domMirror.pointerInside = true; });
      window.addEventListener('pointerup', () => { domMirror.pointerInside = false; });
      document.addEventListener('selectionchange', domMirror.onSelection);
    },

    idOf(element) {
      for (let e = element; e && e !== domMirror.root; e = e.parentElement) {
        if (e.mirrorId !== undefined) return e.mirrorId;
      }
      return 0;
    },

    isEditable(element) {
      return !!element && element.mirrorId !== undefined && element.localName !== 'div';
    },

    isBehindDialog(element) {
      const dialogs = domMirror.root.querySelectorAll('[aria-modal="true"]');
      return dialogs.length > 0 && !dialogs[dialogs.length - 1].contains(element);
    },

    // Real pointers reach the canvas as pointer events; a click without one comes from a screen
    // reader or a script.
    onClick(event) {
      if (event.detail !== 0 || event.pointerType) return;
      const target = event.target.closest('[tabindex], [role]') || event.target;
      if (target.getAttribute('aria-disabled') === 'true' || domMirror.isBehindDialog(target)) return;
      const id = domMirror.idOf(target);
      if (id) _dom_mirror_activated(domMirror.owner, id);
      frameLoop.wakeAndDraw(4);
    },

    onFocus(event) {
      if (domMirror.applying || domMirror.pointerInside) return;
      const id = domMirror.idOf(event.target);
      if (id) _dom_mirror_focused(domMirror.owner, id, domMirror.isEditable(event.target));
      frameLoop.wake(3);
    },

    // Tab went past the last element, to the browser's own bar. Another window in front is no blur.
    onBlur(event) {
      if (domMirror.applying || domMirror.pointerInside || event.relatedTarget || !document.hasFocus()) return;
      _dom_mirror_blurred(domMirror.owner);
      frameLoop.wake(3);
    },

    onEdit(element) {
      if (!domMirror.isEditable(element)) return;
      const text = element.value;
      const start = lengthBytesUTF8(text.slice(0, element.selectionStart));
      const end = lengthBytesUTF8(text.slice(0, element.selectionEnd));
      domMirror.lastSelection = `${element.selectionStart},${element.selectionEnd}`;
      const pointer = stringToNewUTF8(text);
      _dom_mirror_edited(domMirror.owner, element.mirrorId, pointer, start, end);
      _free(pointer);
      frameLoop.wake(3);
    },

    onSelection() {
      const element = document.activeElement;
      if (domMirror.composing || domMirror.pointerInside || !domMirror.isEditable(element)) return;
      const selection = `${element.selectionStart},${element.selectionEnd}`;
      if (selection !== domMirror.lastSelection) domMirror.onEdit(element);
    },

    insert(element, parent, after) {
      const holder = domMirror.elements.get(parent) || domMirror.root;
      const sibling = after ? domMirror.elements.get(after) : null;
      const next = sibling ? sibling.nextSibling : holder.textNode ? holder.textNode.nextSibling : holder.firstChild;
      holder.insertBefore(element, next);
    },

    setText(element, text) {
      if (!element.textNode) {
        element.textNode = document.createTextNode('');
        element.insertBefore(element.textNode, element.firstChild);
      }
      element.textNode.data = text;
    },

    setValue(element, value) {
      if (domMirror.composing || element.value === value) return;
      element.value = value;
    },

    setSelection(element, selection) {
      if (domMirror.composing || element !== document.activeElement) return;
      if (selection === `${element.selectionStart},${element.selectionEnd}`) return;
      const [start, end] = selection.split(',').map(Number);
      domMirror.lastSelection = selection;
      element.setSelectionRange(Math.min(start, end), Math.max(start, end));
    },

    setOne(element, name, value) {
      if (name === 'text') domMirror.setText(element, value);
      else if (name === 'value') domMirror.setValue(element, value);
      else if (name === 'selection') domMirror.setSelection(element, value);
      else element.setAttribute(name, value);
    },

    clearOne(element, name) {
      if (name === 'text') domMirror.setText(element, '');
      else if (name !== 'value' && name !== 'selection') element.removeAttribute(name);
    },

    set(id, fields) {
      const element = domMirror.elements.get(id);
      const before = domMirror.applied.get(id);
      const now = new Map();
      for (let i = 0; i + 1 < fields.length; i += 2) now.set(fields[i], fields[i + 1]);
      for (const name of before.keys()) if (!now.has(name)) domMirror.clearOne(element, name);
      for (const [name, value] of now) {
        const ours = name === 'value' || name === 'selection';
        if (ours || before.get(name) !== value) domMirror.setOne(element, name, value);
      }
      domMirror.applied.set(id, now);
    },

    forget(element) {
      for (const child of element.children) domMirror.forget(child);
      domMirror.elements.delete(element.mirrorId);
      domMirror.applied.delete(element.mirrorId);
    },

    focus(id) {
      const wanted = id ? domMirror.elements.get(id) : null;
      const active = document.activeElement;
      if (wanted === active || domMirror.pointerInside) return;
      domMirror.applying = true;
      if (wanted) {
        wanted.focus({ preventScroll: true });
        const selection = domMirror.applied.get(id).get('selection');
        if (selection) domMirror.setSelection(wanted, selection);
      } else if (active && domMirror.root.contains(active)) {
        active.blur();
      }
      domMirror.applying = false;
    },
  },

  dom_mirror_start__deps: ['$domMirror'],
  dom_mirror_start: (owner) => domMirror.start(owner),

  dom_mirror_stop__deps: ['$domMirror'],
  dom_mirror_stop: () => domMirror.root.replaceChildren(),

  dom_mirror_add__deps: ['$domMirror'],
  dom_mirror_add: (id, parent, after, kind) => {
    id >>>= 0;
    const element = document.createElement(['div', 'input', 'textarea'][kind]);
    element.mirrorId = id;
    if (kind === 1) element.type = 'text';
    if (kind > 0) {
      element.autocomplete = 'off';
      element.spellcheck = false;
    }
    domMirror.elements.set(id, element);
    domMirror.applied.set(id, new Map());
    domMirror.insert(element, parent >>> 0, after >>> 0);
  },

  dom_mirror_move__deps: ['$domMirror'],
  dom_mirror_move: (id, parent, after) => {
    domMirror.insert(domMirror.elements.get(id >>> 0), parent >>> 0, after >>> 0);
  },

  dom_mirror_remove__deps: ['$domMirror'],
  dom_mirror_remove: (id) => {
    const element = domMirror.elements.get(id >>> 0);
    if (!element) return;
    domMirror.applying = true;
    domMirror.forget(element);
    element.remove();
    domMirror.applying = false;
  },

  dom_mirror_place__deps: ['$domMirror'],
  dom_mirror_place: (id, left, top, width, height) => {
    const style = domMirror.elements.get(id >>> 0).style;
    style.left = `${left}px`;
    style.top = `${top}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
  },

  dom_mirror_set__deps: ['$domMirror'],
  dom_mirror_set: (id, fields, length) => {
    const text = new TextDecoder().decode(HEAPU8.subarray(fields, fields + length));
    domMirror.set(id >>> 0, text.split('\0'));
  },

  dom_mirror_focus__deps: ['$domMirror'],
  dom_mirror_focus: (id) => domMirror.focus(id >>> 0),

  dom_mirror_title__deps: ['$domMirror'],
  dom_mirror_title: (title, length) => {
    document.title = UTF8ToString(title, length);
  },
});
